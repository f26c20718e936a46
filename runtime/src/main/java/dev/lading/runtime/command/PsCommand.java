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
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading ps}. */
final class PsCommand implements Command {
  private static final String ROW = "%-12s  %-30s  %-24s  %-14s  %-20s  %s%n";
  private static final int COMMAND_WIDTH = 24;

  private final Syntax syntax = new Syntax(this, "Shows the containers that run.");

  private final Surroundings surroundings;
  private final ContainerOptions places = new ContainerOptions(syntax);

  private final Supplier<Boolean> all =
      syntax.flag(OptionSpec.builder("-a", "--all").description("Those that have ended as well."));

  private final Supplier<Boolean> json =
      syntax.flag(OptionSpec.builder("--json").description("Prints one JSON array."));

  PsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private record Line(Container container, ContainerState state) {}

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Life life = places.life(surroundings);
    List<Line> lines =
        places.containers(surroundings).all().stream()
            .map(container -> new Line(container, life.state(container)))
            .filter(line -> all.get() || line.state instanceof ContainerState.Running)
            .toList();
    PrintWriter out = syntax.out();
    if (json.get()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      lines.forEach(line -> array.add(ContainerReport.of(line.container, line.state)));
      out.println(array);
    } else {
      out.printf(ROW, "ID", "IMAGE", "COMMAND", "STATE", "CREATED", "NAME");
      lines.forEach(line -> print(line, out));
    }
    out.flush();
    return 0;
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
