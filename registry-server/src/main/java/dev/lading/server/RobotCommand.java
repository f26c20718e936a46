package dev.lading.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lading.auth.LoginName;
import dev.lading.auth.files.EditedFile;
import dev.lading.auth.robots.Expiry;
import dev.lading.auth.robots.RobotSecret;
import dev.lading.auth.robots.RobotsEditor;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading robot add|rotate|renew|remove|list}: credentials for programs. */
@Command(
    name = "robot",
    description = {
      "Edits the robots of a registry (auth.robots.path): credentials for programs, with an end. A"
          + " running registry sees it within seconds.",
      "A secret is printed once, alone on standard output, and kept nowhere: pipe it to where it"
          + " belongs."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading robot add --config config.yml ci --expires 90d"})
final class RobotCommand implements Runnable {
  private static final String KEY = "auth.robots.path";
  private static final String END = "When it ends: 90d, 12h, 2027-01-31, a moment, or never.";

  @Spec private CommandSpec spec = CommandSpec.create();
  private final InstantSource clock;

  RobotCommand() {
    this(InstantSource.system());
  }

  RobotCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name one of: add, rotate, renew, remove, list.");
  }

  @Command(
      name = "add",
      description = "Adds a robot and prints its secret.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example: lading robot add --config config.yml ci --expires 90d | docker login -u robot+ci"
            + " --password-stdin registry.example.com"
      })
  int add(
      @Mixin EditedFileOptions options,
      @Option(names = "--expires", paramLabel = "WHEN", required = true, description = END)
          String expires,
      @Option(
              names = "--comment",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "What it is for.")
          String comment,
      @Parameters(paramLabel = "NAME") String name) {
    Expiry end = read("--expires", expires, text -> TimeSpan.end(text, now()));
    EditedFile file = file(options);
    print(editor(file).add(name, end, comment));
    say(name + " logs in as " + new LoginName.Robot(name) + " until " + end, file);
    return 0;
  }

  @Command(
      name = "rotate",
      description = {
        "Gives a robot another secret and prints it. The one it has stays good for the overlap, so"
            + " that nothing stops while it is replaced."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example: lading robot rotate --config config.yml ci",
        "     or: lading robot rotate --config config.yml ci --overlap 0h   when a secret got out"
      })
  int rotate(
      @Mixin EditedFileOptions options,
      @Option(
              names = "--overlap",
              paramLabel = "TIME",
              defaultValue = "24h",
              description = "How long the secret of before is good. Default: ${DEFAULT-VALUE}.")
          String overlap,
      @Parameters(paramLabel = "NAME") String name) {
    Duration left = read("--overlap", overlap, TimeSpan::parse);
    EditedFile file = file(options);
    print(editor(file).rotate(name, left));
    say("the secret of before is good until " + now().plus(left), file);
    return 0;
  }

  @Command(
      name = "renew",
      description = "Gives a robot another end; its secrets stay.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading robot renew --config config.yml ci --expires 90d"})
  int renew(
      @Mixin EditedFileOptions options,
      @Option(names = "--expires", paramLabel = "WHEN", required = true, description = END)
          String expires,
      @Parameters(paramLabel = "NAME") String name) {
    Expiry end = read("--expires", expires, text -> TimeSpan.end(text, now()));
    EditedFile file = file(options);
    editor(file).renew(name, end);
    say(name + " ends: " + end, file);
    return 0;
  }

  @Command(
      name = "remove",
      description = {
        "Removes a robot. Tokens that were issued before stay good until they expire, five minutes"
            + " unless configured otherwise."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading robot remove --config config.yml ci"})
  int remove(@Mixin EditedFileOptions options, @Parameters(paramLabel = "NAME") String name) {
    EditedFile file = file(options);
    editor(file).remove(name);
    say(name + " cannot log in any more", file);
    return 0;
  }

  @Command(
      name = "list",
      description = {
        "Lists the robots: ends, secrets, and when each was last used, to the hour, where the store"
            + " of the configuration can be read."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading robot list --config config.yml"})
  int list(
      @Mixin EditedFileOptions options,
      @Option(names = "--json", description = "Prints JSON.") boolean json)
      throws JsonProcessingException {
    EditedFile file = file(options);
    try (RobotUses uses = RobotUses.of(options.settings().map(ServerSettings::storage))) {
      var rows =
          editor(file).list().stream()
              .map(robot -> new RobotRow(robot, uses.of(robot.name()), now()))
              .toList();
      if (json) {
        Listing.printJson(
            rows.stream().map(RobotRow::fields).toList(), spec.commandLine().getOut());
      } else {
        rows.forEach(spec.commandLine().getOut()::println);
      }
    }
    return 0;
  }

  private static EditedFile file(EditedFileOptions options) {
    return options.file(KEY, AuthSettings::robots);
  }

  private RobotsEditor editor(EditedFile file) {
    return new RobotsEditor(file, clock, new SecureRandom());
  }

  private <T> T read(String option, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          option + ": \"" + Listing.shown(text) + "\" " + e.getMessage() + ".",
          e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private void print(RobotSecret secret) {
    spec.commandLine().getOut().println(secret.reveal());
    spec.commandLine().getOut().flush();
  }

  /** Never on standard output, where only secrets and lists belong. */
  private void say(String what, EditedFile file) {
    spec.commandLine().getErr().println(what + ". (" + file.path() + ")");
  }
}
