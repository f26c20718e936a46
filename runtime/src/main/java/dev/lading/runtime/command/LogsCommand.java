package dev.lading.runtime.command;

import dev.lading.runtime.container.Container;
import dev.lading.runtime.container.LogFollower;
import dev.lading.runtime.container.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lading logs}. */
@Command(
    name = "logs",
    description = {
      "Prints what a container said that was started with -d, output and errors as they came. The"
          + " last 16 MiB are kept, and up to 16 before those."
    },
    mixinStandardHelpOptions = true)
final class LogsCommand implements Runnable {
  private final Surroundings surroundings;
  @Mixin private ContainerOptions places = new ContainerOptions();

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on until the container ends.")
  private boolean follow;

  @Parameters(paramLabel = "CONTAINER")
  private String asked = "";

  LogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Container container = places.containers(surroundings).get(asked);
    try {
      if (follow) {
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
  }
}
