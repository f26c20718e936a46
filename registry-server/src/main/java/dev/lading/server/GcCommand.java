package dev.lading.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.content.ContentException.DigestInvalid;
import dev.lading.content.Digest;
import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading gc run|status|explain|undo}. */
@Command(
    name = "gc",
    description = {
      "Removes what nothing needs, while everybody pushes and pulls; says why something is"
          + " there, or when it goes; brings back what was removed.",
      "A registry that runs on the directory is told to do it. Without one this command opens the"
          + " store itself; over a bucket it always does, and takes its turn among the replicas."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading gc run --dry-run --config config.yml"})
final class GcCommand implements Runnable {
  private static final int FAILED = 1;
  private static final String WAIVED =
      "--now removes also what is unreachable for the first time, and does not wait for one grace"
          + " after a start. Pulls of what was deleted within the grace may break. What a push"
          + " relied on within the grace stays in any case.";

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Asks somebody at a terminal; empty when nobody is there. */
  @FunctionalInterface
  interface Question {
    Optional<String> ask(String prompt);
  }

  private final Question question;

  GcCommand() {
    this(
        prompt ->
            Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readLine("%s", prompt)));
  }

  GcCommand(Question question) {
    this.question = question;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of: run, status, explain, undo.");
  }

  @Command(
      name = "run",
      description = {
        "Collects once. What is unreachable goes when a run a grace ago found it so as well, and"
            + " nobody relied on it meanwhile; a process that was just started only takes note, for"
            + " one grace.",
        "Exits 0 when the run did all that it was to do, 1 when it did not, or another one goes on."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example: lading gc run --dry-run --config config.yml",
        "     or: lading gc run --now --yes --config config.yml"
      })
  int run(
      @Mixin ConfigOptions options,
      @Option(
              names = "--now",
              description =
                  "Waits neither for a second look nor for one grace after a start. What a push"
                      + " relied on within the grace stays in any case.")
          boolean now,
      @Option(names = "--yes", description = "Does not ask whether --now is meant.") boolean yes,
      @Option(names = "--dry-run", description = "Decides as a run does, and removes nothing.")
          boolean dryRun,
      @Option(names = "--json", description = "Prints the report as JSON.") boolean json) {
    if (now && !dryRun && !yes && !isMeant()) {
      return FAILED;
    }
    ObjectNode arguments =
        JsonNodeFactory.instance.objectNode().put("now", now).put("dryRun", dryRun);
    JsonNode report = ask(options, "gc.run", arguments);
    print(report, json, GcText.report(report));
    return GcText.isComplete(report) ? 0 : FAILED;
  }

  @Command(
      name = "status",
      description = {
        "Tells of a run that goes on, when the next one is due, and what the last ones came to;"
            + " or gives the whole report of one."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading gc status --config config.yml"})
  int status(
      @Mixin ConfigOptions options,
      @Option(names = "--json", description = "Prints JSON.") boolean json,
      @Parameters(paramLabel = "RUN", arity = "0..1", description = "The number of a run.")
          Optional<Long> run) {
    JsonNode status = ask(options, "gc.status", ofRun(run));
    print(status, json, run.isPresent() ? GcText.report(status) : GcText.status(status));
    return 0;
  }

  @Command(
      name = "explain",
      description = {
        "Prints what keeps a manifest or a blob, from the tag on; or from when on it may go, and"
            + " how much that frees.",
        "Exits 1 when the store knows nothing of that name."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading gc explain --config config.yml sha256:4bcf...e2"})
  int explain(
      @Mixin ConfigOptions options,
      @Option(names = "--json", description = "Prints JSON.") boolean json,
      @Parameters(paramLabel = "DIGEST") String digest) {
    ObjectNode arguments =
        JsonNodeFactory.instance.objectNode().put("digest", digest(digest).toString());
    JsonNode explanation = ask(options, "gc.explain", arguments);
    print(explanation, json, GcText.explanation(explanation));
    return GcText.isKnown(explanation) ? 0 : FAILED;
  }

  @Command(
      name = "undo",
      description = {
        "Brings back what a run removed, as long as it is in the trash (gc.trash.keep). What is back"
            + " stays for one grace at least: tag what is to stay for good."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading gc undo --config config.yml 12"})
  int undo(
      @Mixin ConfigOptions options,
      @Option(names = "--json", description = "Prints JSON.") boolean json,
      @Parameters(
              paramLabel = "RUN",
              arity = "0..1",
              description = "The number of a run; the last that removed anything by default.")
          Optional<Long> run) {
    JsonNode undone = ask(options, "gc.undo", ofRun(run));
    print(undone, json, GcText.undone(undone));
    return undone.path("problems").isEmpty() ? 0 : FAILED;
  }

  private boolean isMeant() {
    err().println(WAIVED);
    Optional<String> answer = question.ask("Go on? [y/N] ");
    if (answer.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--now is confirmed at a terminal, or by --yes.");
    }
    boolean isYes = answer.get().strip().equalsIgnoreCase("y");
    if (!isYes) {
      err().println("lading: nothing was done.");
    }
    return isYes;
  }

  private JsonNode ask(ConfigOptions options, String command, ObjectNode arguments) {
    GcProgress progress = GcProgress.on(err());
    try (GcAccess access = GcAccess.to(options.effective().get())) {
      return access.ask(command, arguments, progress);
    } finally {
      progress.end();
    }
  }

  private static ObjectNode ofRun(Optional<Long> run) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    run.ifPresent(number -> arguments.put("run", number));
    return arguments;
  }

  private Digest digest(String text) {
    try {
      return Digest.parse(text);
    } catch (DigestInvalid e) {
      throw new ParameterException(
          spec.commandLine(), "DIGEST: \"" + Listing.shown(text) + "\" is no digest.", e);
    }
  }

  private void print(JsonNode answer, boolean json, List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      lines.forEach(out::println);
      GcText.problems(answer).forEach(problem -> err().println("lading: " + problem));
    }
    out.flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
