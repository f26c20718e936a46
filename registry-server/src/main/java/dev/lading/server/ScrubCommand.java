package dev.lading.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.config.DataSize;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lading scrub}. */
@Command(
    name = "scrub",
    description = {
      "Reads everything that is stored and says what is wrong: bytes that are not what they are"
          + " named, blobs and manifests that are gone, links that are empty or wrong, tags that"
          + " name nothing.",
      "A registry that runs on the directory is told to do it; else the store is opened. Exits 0"
          + " when all is well, or was repaired, and 1 when something is left."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading scrub --rate 50MiB --config config.yml"})
final class ScrubCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--repair",
      description = {
        "Brings back what is in the trash, writes links anew that a manifest or their own name"
            + " proves, and drops what leads nowhere and nothing names. Bytes that are damaged"
            + " stay: pushing them again heals them."
      })
  private boolean repair;

  @Option(
      names = "--rate",
      paramLabel = "SIZE",
      defaultValue = "50MiB",
      description = "How much is read in a second; 0 for as much as can be. 50MiB by default.")
  private String rate = "50MiB";

  @Option(names = "--stop", description = "Ends a scrub that the registry is at.")
  private boolean stop;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ObjectNode arguments =
        JsonNodeFactory.instance
            .objectNode()
            .put("repair", repair)
            .put("bytesPerSecond", bytesPerSecond());
    GcProgress progress = GcProgress.on(spec.commandLine().getErr());
    try (GcAccess access = GcAccess.to(options.effective().get())) {
      return stop
          ? tellStopped(access.ask("scrub.stop", arguments, progress))
          : tell(access.ask("scrub.run", arguments, progress), progress);
    } finally {
      progress.end();
    }
  }

  private int tell(JsonNode report, GcProgress progress) {
    progress.end();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report);
    } else {
      ScrubText.report(report).forEach(out::println);
    }
    out.flush();
    return report.path("sound").asBoolean() ? 0 : FAILED;
  }

  private int tellStopped(JsonNode answer) {
    boolean isStopped = answer.path("stopped").asBoolean();
    PrintWriter err = spec.commandLine().getErr();
    err.println(isStopped ? "lading: the scrub is told to end." : "lading: no scrub goes on.");
    err.flush();
    return isStopped ? 0 : FAILED;
  }

  private long bytesPerSecond() {
    try {
      return DataSize.parse(rate).bytes();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--rate: \"" + Listing.shown(rate) + "\" " + e.getMessage(), e);
    }
  }
}
