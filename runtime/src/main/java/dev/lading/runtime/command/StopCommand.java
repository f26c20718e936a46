package dev.lading.runtime.command;

import dev.lading.runtime.container.Containers;
import dev.lading.runtime.container.Life;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading stop}. */
final class StopCommand implements Command {
  private static final int GRACE_SECONDS = 10;

  private final Syntax syntax =
      new Syntax(this, "Asks containers to end, and kills those that do not.");
  private final Surroundings surroundings;
  private final ContainerOptions places = new ContainerOptions(syntax);

  private final Supplier<Optional<Integer>> seconds =
      syntax.value(
          Integer.class,
          OptionSpec.builder("-t", "--time")
              .paramLabel("SECONDS")
              .description("How long it may take. Default: " + GRACE_SECONDS + "."));

  private final Supplier<List<String>> asked = syntax.parameters("CONTAINER");

  StopCommand(Surroundings surroundings) {
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
      life.stop(containers.get(name), Duration.ofSeconds(seconds.get().orElse(GRACE_SECONDS)));
      syntax.out().println(name);
    }
    return 0;
  }
}
