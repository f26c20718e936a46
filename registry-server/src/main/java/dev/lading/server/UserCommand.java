package dev.lading.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lading.auth.files.EditedFile;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.password.HtpasswdEditor;
import dev.lading.auth.password.HtpasswdEditor.Listed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading user add|passwd|remove|list}: the password file. */
@Command(
    name = "user",
    description = {
      "Edits the users of a password file (auth.htpasswd.path). A running registry sees it within"
          + " seconds."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading user add --config config.yml alice"})
final class UserCommand implements Runnable {
  private static final String KEY = "auth.htpasswd.path";
  private static final String STDIN =
      "Reads the password from standard input. Without it, you are asked.";

  @Spec private CommandSpec spec = CommandSpec.create();
  private final PasswordInput passwords;

  UserCommand() {
    this(PasswordInput.ofThisProcess());
  }

  UserCommand(PasswordInput passwords) {
    this.passwords = passwords;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of: add, passwd, remove, list.");
  }

  @Command(
      name = "add",
      description = "Adds a user. The file is made, for its owner only, when it is not there.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example: lading user add --file users.htpasswd alice",
        "     or: lading user add --config config.yml --password-stdin alice < password.txt"
      })
  int add(
      @Mixin EditedFileOptions options,
      @Option(names = "--password-stdin", description = STDIN) boolean stdin,
      @Parameters(paramLabel = "NAME") String name) {
    EditedFile file = file(options);
    editor(file).add(name, password(name, stdin));
    say(name, "can log in", file);
    return 0;
  }

  @Command(
      name = "passwd",
      description = "Gives a user another password; the one of before ends.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading user passwd --config config.yml alice"})
  int passwd(
      @Mixin EditedFileOptions options,
      @Option(names = "--password-stdin", description = STDIN) boolean stdin,
      @Parameters(paramLabel = "NAME") String name) {
    EditedFile file = existing(options);
    editor(file).passwd(name, password(name, stdin));
    say(name, "has another password", file);
    return 0;
  }

  @Command(
      name = "remove",
      description = {
        "Removes a user. Tokens that were issued before stay good until they expire, five minutes"
            + " unless configured otherwise."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading user remove --config config.yml alice"})
  int remove(@Mixin EditedFileOptions options, @Parameters(paramLabel = "NAME") String name) {
    EditedFile file = existing(options);
    editor(file).remove(name);
    say(name, "cannot log in any more", file);
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists the users, and why one of them cannot log in.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading user list --config config.yml --json"})
  int list(
      @Mixin EditedFileOptions options,
      @Option(names = "--json", description = "Prints JSON.") boolean json)
      throws JsonProcessingException {
    List<Listed> users = editor(existing(options)).list();
    if (json) {
      Listing.printJson(users.stream().map(UserCommand::row).toList(), spec.commandLine().getOut());
    } else {
      users.stream().map(UserCommand::line).forEach(spec.commandLine().getOut()::println);
    }
    return 0;
  }

  private static EditedFile file(EditedFileOptions options) {
    return options.file(KEY, auth -> auth.htpasswd().map(AuthSettings.HtpasswdSettings::path));
  }

  /** A list of nobody would be the answer to a slip in the name. */
  private static EditedFile existing(EditedFileOptions options) {
    EditedFile file = file(options);
    Path path = file.path();
    if (!Files.exists(path)) {
      throw new UnusableFile(path, "is not there. Make it: lading user add NAME");
    }
    return file;
  }

  private static HtpasswdEditor editor(EditedFile file) {
    return new HtpasswdEditor(file, new SecureRandom());
  }

  private byte[] password(String name, boolean stdin) {
    if (stdin) {
      return passwords.piped();
    }
    if (!passwords.canAsk()) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no terminal to ask for the password at. Use --password-stdin.");
    }
    return passwords.typed(Listing.shown(name));
  }

  private void say(String name, String what, EditedFile file) {
    String text = "%s %s. (%s)".formatted(Listing.shown(name), what, file.path());
    spec.commandLine().getErr().println(text);
  }

  private static String line(Listed user) {
    String name = Listing.shown(user.name());
    return user.problem()
        .map(problem -> name + " (cannot log in: " + Listing.shown(problem) + ")")
        .orElse(name);
  }

  private static Map<String, String> row(Listed user) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("name", user.name());
    user.problem().ifPresent(problem -> row.put("problem", problem));
    return row;
  }
}
