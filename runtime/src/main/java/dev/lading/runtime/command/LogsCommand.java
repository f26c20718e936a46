package dev.lading.runtime.command;

import dev.lading.runtime.container.Container;
import dev.lading.runtime.container.LogFollower;
import dev.lading.runtime.container.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading logs}. */
final class LogsCommand implements Command {
  private final Syntax syntax =
      new Syntax(
          this,
          "Prints what a container said that was started with -d, output and errors as they came. The"
              + " last 16 MiB are kept, and up to 16 before those.");
  private final Surroundings surroundings;
  private final ContainerOptions places = new ContainerOptions(syntax);

  private final Supplier<Boolean> follow =
      syntax.flag(
          OptionSpec.builder("-f", "--follow").description("Goes on until the container ends."));

  private final Supplier<String> asked = syntax.parameter(String.class, "CONTAINER");

  LogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Container container = places.containers(surroundings).get(asked.get());
    try {
      if (follow.get()) {
        new LogFollower(container, places.life(surroundings)).copy(System.out);
      } else {
        for (Path log : Logs.of(container)) {
          Files.copy(log, System.out);
        }
      }
      System.out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the log of " + container.title(), e);
    }
    return 0;
  }
}
