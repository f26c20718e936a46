package dev.lading.runtime.command;

import dev.lading.runtime.image.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where images and containers lie. */
final class DataOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where images and containers lie. Default: $XDG_DATA_HOME/lading, else"
              + " ~/.local/share/lading.")
  private @Nullable Path data;

  DataFolder folder(Surroundings surroundings) {
    return new DataFolder(
        withoutLinks(
            Optional.ofNullable(data)
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
