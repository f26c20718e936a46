package dev.lading.runtime.command;

import dev.lading.runtime.container.Containers;
import dev.lading.runtime.container.Life;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading rm}. */
final class RmCommand implements Command {
  private final Syntax syntax = new Syntax(this, "Removes containers with all that they wrote.");
  private final Surroundings surroundings;
  private final ContainerOptions places = new ContainerOptions(syntax);

  private final Supplier<Boolean> force =
      syntax.flag(OptionSpec.builder("-f", "--force").description("Kills those that run."));

  private final Supplier<List<String>> asked = syntax.parameters("CONTAINER");

  RmCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Containers containers = places.containers(surroundings);
    Life life = places.life(surroundings);
    for (String name : asked.get()) {
      life.remove(containers.get(name), force.get());
      syntax.out().println(name);
    }
    return 0;
  }
}
