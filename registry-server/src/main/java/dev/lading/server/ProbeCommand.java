package dev.lading.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lading probe}: what the configured store can do. */
@Command(
    name = "probe",
    description = {
      "Finds out what the configured S3 store can do, with some small objects that it removes"
          + " again; the same is done at every start of the registry.",
      "Exits 1 when a registry over this store could not be correct."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading probe --config config.yml"})
final class ProbeCommand implements Callable<Integer> {
  private static final int UNUSABLE = 1;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(names = "--json", description = "Prints the findings as JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    ServerSettings settings = options.effective().get();
    return switch (settings.storage()) {
      case StorageSettings.S3 s3 -> tell(s3, s3.probe(InstantSource.system()));
      case StorageSettings.Filesystem _, StorageSettings.InMemory _ -> {
        print(List.of("nothing to probe: the store is " + settings.storage()), List.of());
        yield 0;
      }
    };
  }

  private int tell(StorageSettings.S3 s3, ProbeReport report) throws JsonProcessingException {
    print(report.lines(), report.rows());
    if (!json) {
      String verdict = report.isUsable() ? " can be served" : " cannot be served";
      spec.commandLine().getOut().println(s3 + verdict);
    }
    return report.isUsable() ? 0 : UNUSABLE;
  }

  private void print(List<String> lines, List<Map<String, Object>> rows)
      throws JsonProcessingException {
    if (json) {
      String text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows);
      spec.commandLine().getOut().println(text);
    } else {
      lines.forEach(spec.commandLine().getOut()::println);
    }
  }
}
