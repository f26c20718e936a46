package dev.lading.content.store;

import dev.lading.storage.Durability;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.FilesystemDriver;
import dev.lading.storage.memory.MemoryDriver;
import java.nio.file.Path;
import java.time.InstantSource;

/** What the stores are tested over. */
enum Drivers {
  MEMORY {
    @Override
    StorageDriver open(Path directory, InstantSource clock) {
      return new MemoryDriver(clock);
    }
  },
  FILESYSTEM {
    @Override
    StorageDriver open(Path directory, InstantSource clock) {
      return FilesystemDriver.open(directory, Durability.RELAXED, "a test", clock);
    }
  };

  abstract StorageDriver open(Path directory, InstantSource clock);
}
