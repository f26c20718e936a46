package dev.lading.runtime.command;

import dev.lading.runtime.backend.Backends;
import dev.lading.runtime.backend.Host;
import dev.lading.runtime.container.Containers;
import dev.lading.runtime.container.Life;
import dev.lading.runtime.image.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Where containers lie, and what runs them. */
final class ContainerOptions {
  private final DataOptions data;

  ContainerOptions(Syntax syntax) {
    data = new DataOptions(syntax);
  }

  DataFolder data(Surroundings surroundings) {
    return data.folder(surroundings);
  }

  Containers containers(Surroundings surroundings) {
    return new Containers(data(surroundings).containers());
  }

  Life life(Surroundings surroundings) {
    return new Life(containers(surroundings), new Backends(host(surroundings)));
  }

  static Host host(Surroundings surroundings) {
    try {
      return Host.look(
          surroundings.environment().getOrDefault("PATH", ""),
          PlatformOption.here().architecture());
    } catch (IOException e) {
      throw new UncheckedIOException("/proc", e);
    }
  }
}
