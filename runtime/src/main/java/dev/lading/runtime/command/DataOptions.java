package dev.lading.runtime.command;

import dev.lading.runtime.image.DataFolder;
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
        Optional.ofNullable(data)
            .orElseGet(() -> surroundings.folder("XDG_DATA_HOME", ".local/share").resolve("lading"))
            .toAbsolutePath()
            .normalize());
  }
}
