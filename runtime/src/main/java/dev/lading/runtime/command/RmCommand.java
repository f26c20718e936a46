package dev.lading.runtime.command;

import dev.lading.runtime.container.Containers;
import dev.lading.runtime.container.Life;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading rm}. */
@Command(
    name = "rm",
    description = "Removes containers with all that they wrote.",
    mixinStandardHelpOptions = true)
final class RmCommand implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContainerOptions places = new ContainerOptions();

  @Option(
      names = {"-f", "--force"},
      description = "Kills those that run.")
  private boolean force;

  @Parameters(paramLabel = "CONTAINER", arity = "1..*")
  private List<String> asked = new ArrayList<>();

  RmCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Containers containers = places.containers(surroundings);
    Life life = places.life(surroundings);
    for (String name : asked) {
      life.remove(containers.get(name), force);
      spec.commandLine().getOut().println(name);
    }
  }
}
