package dev.lading.runtime.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lading.runtime.container.Container;
import dev.lading.runtime.container.ContainerRecord;
import dev.lading.runtime.container.ContainerState;
import dev.lading.runtime.container.Life;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lading ps}. */
@Command(
    name = "ps",
    description = "Shows the containers that run.",
    mixinStandardHelpOptions = true)
final class PsCommand implements Runnable {
  private static final String ROW = "%-12s  %-30s  %-24s  %-14s  %-20s  %s%n";
  private static final int COMMAND_WIDTH = 24;

  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContainerOptions places = new ContainerOptions();

  @Option(
      names = {"-a", "--all"},
      description = "Those that have ended as well.")
  private boolean all;

  @Option(names = "--json", description = "Prints one JSON array.")
  private boolean json;

  PsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private record Line(Container container, ContainerState state) {}

  @Override
  public void run() {
    Life life = places.life(surroundings);
    List<Line> lines =
        places.containers(surroundings).all().stream()
            .map(container -> new Line(container, life.state(container)))
            .filter(line -> all || line.state instanceof ContainerState.Running)
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      lines.forEach(line -> array.add(ContainerReport.of(line.container, line.state)));
      out.println(array);
    } else {
      out.printf(ROW, "ID", "IMAGE", "COMMAND", "STATE", "CREATED", "NAME");
      lines.forEach(line -> print(line, out));
    }
    out.flush();
  }

  private static void print(Line line, PrintWriter out) {
    List<String> fields = new ArrayList<>();
    fields.add(line.container.id().shortened());
    fields.add(line.container.record().map(ContainerRecord::image).orElse("?"));
    String command =
        line.container.record().map(record -> String.join(" ", record.command())).orElse("?");
    fields.add(
        command.length() > COMMAND_WIDTH ? command.substring(0, COMMAND_WIDTH - 1) + "…" : command);
    fields.add(line.state.word());
    fields.add(
        line.container
            .record()
            .map(ContainerRecord::created)
            .map(created -> created.truncatedTo(ChronoUnit.SECONDS))
            .map(Instant::toString)
            .orElse("?"));
    fields.add(line.container.record().flatMap(ContainerRecord::name).orElse(""));
    out.printf(ROW, fields.stream().map(Lines::printable).toArray());
  }
}
