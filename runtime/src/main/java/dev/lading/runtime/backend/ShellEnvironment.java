package dev.lading.runtime.backend;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The variables of a program that a shell starts: in a script, for everybody can read command
 * lines.
 *
 * @param settings {@code NAME=value}
 */
record ShellEnvironment(List<String> settings) {
  /** What a shell can hand on unchanged. */
  private static final Predicate<String> PLAIN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*").asMatchPredicate();

  /** Those that shells have for themselves: they set them, count with them or forbid them. */
  private static final Predicate<String> OWN =
      Pattern.compile(
              "_|IFS|E?UID|PPID|GROUPS|(OLD)?PWD|OPT(ARG|ERR|IND)|LINENO|S?RANDOM|SECONDS|SHLVL"
                  + "|SHELLOPTS|DIRSTACK|HIST.*|MAIL.*|PS[0-9]|FUNCNAME|BASH.*|EPOCH.*"
                  + "|POSIXLY_CORRECT")
          .asMatchPredicate();

  /** Those by which a program loads code or formats from where they say. */
  private static final Predicate<String> LOADING =
      Pattern.compile("LD_.*|GCONV_PATH|(MUSL_)?LOCPATH|NLSPATH|LANGUAGE=.*/.*").asMatchPredicate();

  /** The first variable that programs of this machine must not start with. */
  static Optional<String> loaded(List<String> settings) {
    return settings.stream()
        .filter(setting -> LOADING.test(setting) || LOADING.test(name(setting)))
        .map(ShellEnvironment::name)
        .findFirst();
  }

  /**
   * A script that becomes the program of its arguments, when it is started without any variables.
   * The few that no shell hands on are arguments of {@code env}, until it has become that program.
   */
  String script(String env) {
    StringBuilder script = new StringBuilder();
    settings.stream()
        .filter(ShellEnvironment::isExported)
        .forEach(setting -> script.append("export ").append(quoted(setting)).append('\n'));
    script.append("exec ").append(env).append(" -u PWD -u OLDPWD -u SHLVL -u _");
    settings.stream()
        .filter(setting -> !isExported(setting))
        .forEach(setting -> script.append(' ').append(quoted(setting)));
    return script.append(" \"$@\"\n").toString();
  }

  private static boolean isExported(String setting) {
    return PLAIN.test(name(setting)) && !OWN.test(name(setting));
  }

  private static String name(String setting) {
    return setting.substring(0, setting.indexOf('='));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
