package dev.lading.runtime.command;

import dev.lading.runtime.image.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** Where images and containers lie. */
final class DataOptions {
  private final Supplier<Optional<Path>> data;

  DataOptions(Syntax syntax) {
    data =
        syntax.value(
            Path.class,
            OptionSpec.builder("--data-dir")
                .paramLabel("DIR")
                .description(
                    "Where images and containers lie. Default: $XDG_DATA_HOME/lading, else"
                        + " ~/.local/share/lading."));
  }

  DataFolder folder(Surroundings surroundings) {
    return new DataFolder(
        withoutLinks(
            data.get()
                .orElseGet(
                    () -> surroundings.folder("XDG_DATA_HOME", ".local/share").resolve("lading"))
                .toAbsolutePath()));
  }

  /** Runtimes refuse a root that is reached over a link. What is not there yet has none. */
  private static Path withoutLinks(Path path) {
    Path there = path;
    while (!Files.exists(there)) {
      there = there.resolveSibling("");
    }
    try {
      return there.toRealPath().resolve(there.relativize(path)).normalize();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be reached", e);
    }
  }
}
