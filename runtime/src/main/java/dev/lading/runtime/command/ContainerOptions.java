package dev.lading.runtime.command;

import dev.lading.runtime.backend.Backends;
import dev.lading.runtime.backend.Host;
import dev.lading.runtime.container.Containers;
import dev.lading.runtime.container.Life;
import dev.lading.runtime.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where containers lie. */
final class ContainerOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where images and containers lie. Default: $XDG_DATA_HOME/lading, else"
              + " ~/.local/share/lading.")
  private @Nullable Path data;

  Path data(Surroundings surroundings) {
    return Optional.ofNullable(data)
        .orElseGet(() -> surroundings.folder("XDG_DATA_HOME", ".local/share").resolve("lading"));
  }

  Containers containers(Surroundings surroundings) {
    return new Containers(data(surroundings).resolve("containers"));
  }

  Life life(Surroundings surroundings) {
    return new Life(containers(surroundings), new Backends(host(surroundings)));
  }

  static Host host(Surroundings surroundings) {
    try {
      return Host.look(
          surroundings.environment().getOrDefault("PATH", ""),
          Platform.ofJvm(System.getProperty("os.arch")).architecture());
    } catch (IOException e) {
      throw new UncheckedIOException("/proc", e);
    }
  }
}
