package dev.lading.storage.filesystem;

import dev.lading.storage.Durability;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageDriverContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FilesystemDriverTest extends StorageDriverContract {
  private static final Set<String> ALWAYS_THERE = Set.of("", "lading", "lading/lock", "lading/tmp");

  @TempDir private Path directory;

  @Override
  protected StorageDriver open() {
    return FilesystemDriver.open(directory, Durability.STRICT, "this test", InstantSource.system());
  }

  /** Temporary files and empty directories included. */
  @Override
  protected List<String> residue() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.map(path -> directory.relativize(path).toString())
          .filter(path -> !ALWAYS_THERE.contains(path))
          .toList();
    }
  }
}
