package dev.lading.runtime.command;

import dev.lading.runtime.container.Containers;
import dev.lading.runtime.container.Life;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading stop}. */
@Command(
    name = "stop",
    description = "Asks containers to end, and kills those that do not.",
    mixinStandardHelpOptions = true)
final class StopCommand implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContainerOptions places = new ContainerOptions();

  @Option(
      names = {"-t", "--time"},
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long it may take. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Parameters(paramLabel = "CONTAINER", arity = "1..*")
  private List<String> asked = new ArrayList<>();

  StopCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Containers containers = places.containers(surroundings);
    Life life = places.life(surroundings);
    for (String name : asked) {
      life.stop(containers.get(name), Duration.ofSeconds(seconds));
      spec.commandLine().getOut().println(name);
    }
  }
}
