package dev.lading.server;

import dev.lading.auth.Action;
import dev.lading.auth.Identity;
import dev.lading.auth.LoginName;
import dev.lading.auth.access.Decision;
import dev.lading.config.Effective;
import dev.lading.config.Origin;
import dev.lading.config.Section;
import dev.lading.content.RepositoryName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading auth explain|rotate|reseal|sealing-key}. */
@Command(
    name = "auth",
    description = "Explains what is allowed, and looks after keys.",
    mixinStandardHelpOptions = true,
    subcommands = {AuthRotateCommand.class, AuthResealCommand.class},
    footer = {"", "Example: lading auth explain --config config.yml alice push team-a/app"})
final class AuthCommand implements Runnable {
  private static final int DENIED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The settings, and where each of the rules stands. */
  private record Explained(ServerSettings settings, List<Origin> rules) {
    static Explained from(Section root) {
      ServerSettings settings = ServerSettings.from(root);
      List<Section> rules = root.section("auth").sections("access");
      return new Explained(settings, rules.stream().map(Section::origin).toList());
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name one of: explain, rotate, reseal, sealing-key.");
  }

  @Command(
      name = "explain",
      description = {
        "Says whether somebody may do something, and the rule of auth.access that decides. Exits 0"
            + " when it is allowed, 1 when it is denied.",
        "The configuration is asked, not a running registry; whether there is such a user is not"
            + " asked."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example: lading auth explain --config config.yml alice push team-a/app",
        "     or: lading auth explain --config config.yml anonymous pull public/app",
        "     or: lading auth explain --config config.yml robot+ci pull team-a/app",
        "     or: lading auth explain --config config.yml sso:bob pull app --group devs"
      })
  int explain(
      @Mixin ConfigOptions options,
      @Option(
              names = "--group",
              paramLabel = "GROUP",
              description = "A group that the user belongs to; may be given several times.")
          @Nullable List<String> groups,
      @Parameters(
              paramLabel = "USER",
              description = {
                "anonymous, a user's name, or robot+NAME; user:NAME where a name looks like another"
                    + " of these."
              })
          String user,
      @Parameters(paramLabel = "ACTION", description = "pull, push, delete, sign or pull-unsigned.")
          String action,
      @Parameters(paramLabel = "REPOSITORY") String repository) {
    Identity identity = identity(user, groups == null ? Set.of() : Set.copyOf(groups));
    Action asked = action(action);
    RepositoryName name = name(repository);
    Explained explained = explained(options.read(Explained::from));
    Decision decision = explained.settings().auth().access().decide(identity, asked, name);
    spec.commandLine().getOut().println(decision.why() + place(decision, explained.rules()));
    warnOfSwitches(explained.settings(), asked);
    return decision.isAllowed() ? 0 : DENIED;
  }

  @Command(
      name = "sealing-key",
      description = {
        "Makes a key that secrets in the store are sealed under, in a file for its owner only. Name"
            + " it in auth.sealing.keyfile; keep a copy apart from the store.",
        "Registries on a directory make one by themselves; replicas over a bucket must be given"
            + " the same one."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading auth sealing-key /etc/lading/sealing.key"})
  int sealingKey(@Parameters(paramLabel = "FILE") Path file) {
    if (Files.exists(file)) {
      spec.commandLine().getErr().println("lading: " + file + " is there already. Name another.");
      return DENIED;
    }
    new SealingKey.MadeInFile(file).make(new SecureRandom());
    spec.commandLine().getErr().println("made " + file);
    return 0;
  }

  private static Explained explained(Effective<Explained> effective) {
    return effective.get();
  }

  private Identity identity(String user, Set<String> groups) {
    if (user.isEmpty()) {
      throw wrong("USER", user, "is nobody; write anonymous for whoever has not logged in");
    }
    Identity identity = identityOf(user, groups);
    if (!groups.isEmpty() && !(identity instanceof Identity.User)) {
      throw wrong("--group", user, "belongs to no groups; only users do");
    }
    return identity;
  }

  private static Identity identityOf(String user, Set<String> groups) {
    if (user.equals("anonymous")) {
      return new Identity.Anonymous();
    }
    if (user.startsWith("robot:")) {
      return new Identity.Robot(user.substring("robot:".length()));
    }
    return switch (LoginName.of(user)) {
      case LoginName.Robot(String name) -> new Identity.Robot(name);
      case LoginName.User(String name) ->
          new Identity.User(
              name.startsWith("user:") ? name.substring("user:".length()) : name, groups);
    };
  }

  private Action action(String text) {
    return Action.of(text)
        .orElseThrow(
            () ->
                wrong(
                    "ACTION",
                    text,
                    "is none of "
                        + Arrays.stream(Action.values())
                            .map(Action::text)
                            .collect(Collectors.joining(", "))));
  }

  private RepositoryName name(String text) {
    if (!RepositoryName.isName(text)) {
      throw wrong("REPOSITORY", text, "is no name of a repository; write for example team-a/app");
    }
    return RepositoryName.parse(text);
  }

  private ParameterException wrong(String what, String text, String fault) {
    return new ParameterException(
        spec.commandLine(), what + ": \"" + Listing.shown(text) + "\" " + fault + ".");
  }

  private static String place(Decision decision, List<Origin> rules) {
    return switch (decision) {
      case Decision.ByRule(var rule) -> " (" + rules.get(rule.index()) + ")";
      case Decision.ByNoRule _, Decision.WithoutRules _ -> "";
    };
  }

  /** What no rule can give. */
  private void warnOfSwitches(ServerSettings settings, Action action) {
    boolean isWrite = action == Action.PUSH || action == Action.DELETE;
    if (isWrite && settings.readOnly()) {
      spec.commandLine().getErr().println("but the registry is read-only, for everybody.");
    } else if (action == Action.DELETE && !settings.deletes()) {
      spec.commandLine().getErr().println("but storage.delete.enabled is false, for everybody.");
    }
    if (settings.auth().token() instanceof TokenSettings.External) {
      spec.commandLine()
          .getErr()
          .println("and only what a token of the token server has been issued for.");
    }
  }
}
