package dev.lading.runtime.command;

import dev.lading.runtime.container.Container;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading inspect}. */
@Command(
    name = "inspect",
    description = "Prints what is known of a container, as one JSON object.",
    mixinStandardHelpOptions = true)
final class InspectContainerCommand implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContainerOptions places = new ContainerOptions();

  @Parameters(paramLabel = "CONTAINER")
  private String asked = "";

  InspectContainerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Container container = places.containers(surroundings).get(asked);
    spec.commandLine()
        .getOut()
        .println(
            ContainerReport.of(container, places.life(surroundings).state(container))
                .toPrettyString());
  }
}
