package dev.lading.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lading du}. */
@Command(
    name = "du",
    description = {
      "Prints how much each repository holds: bytes that no other one has, which go when it goes,"
          + " and bytes that others hold as well.",
      "A registry that runs on the directory is asked; else the store is opened."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading du --config config.yml"})
final class DuCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (GcAccess access = GcAccess.to(options.effective().get())) {
      JsonNode uses = access.ask("gc.du", JsonNodeFactory.instance.objectNode(), _ -> {});
      if (json) {
        out.println(uses);
      } else {
        GcText.uses(uses).forEach(out::println);
      }
    }
    out.flush();
    return 0;
  }
}
