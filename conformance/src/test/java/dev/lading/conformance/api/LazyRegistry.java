package dev.lading.conformance.api;

import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A variant's registry, started for its first row. Mutable, for one thread. */
final class LazyRegistry implements AutoCloseable {
  private final Variant variant;
  private final Path parent;
  private Optional<Registry> running = Optional.empty();

  LazyRegistry(Variant variant, Path parent) {
    this.variant = variant;
    this.parent = parent;
  }

  Registry get() {
    if (running.isEmpty()) {
      running = Optional.of(variant.start().apply(LadingServer.in(directory())));
    }
    return running.get();
  }

  @Override
  public void close() {
    running.ifPresent(Registry::close);
  }

  private Path directory() {
    try {
      return Files.createTempDirectory(parent, "variant");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
