package dev.lading.trust.store;

import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.FilesystemDriver;
import dev.lading.storage.memory.MemoryDriver;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What trust data is tested over. */
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
      return dated(
          FilesystemDriver.open(directory, Durability.RELAXED, "a test", clock),
          clock,
          new ConcurrentHashMap<>());
    }
  };

  abstract StorageDriver open(Path directory, InstantSource clock);

  /** Files are as old as the kernel says; here, as the test's clock does. */
  private static StorageDriver dated(
      StorageDriver driver, InstantSource clock, Map<Key, Instant> times) {
    return Observed.by(
        call -> {
          Object result = call.make();
          return switch (call.verb()) {
            case "find" ->
                ((Optional<?>) result).map(info -> dated((ObjectInfo) info, times, call.key()));
            case "list" ->
                ((List<?>) result).stream().map(row -> dated((ListedObject) row, times)).toList();
            case "write", "writeTransient" -> {
              times.put(call.key(), clock.instant());
              yield result;
            }
            case "writeIfAbsent" -> {
              times.putIfAbsent(call.key(), clock.instant());
              yield result;
            }
            case "delete" -> {
              times.remove(call.key());
              yield result;
            }
            default -> result;
          };
        },
        driver);
  }

  private static ListedObject dated(ListedObject row, Map<Key, Instant> times) {
    return new ListedObject(row.key(), dated(row.info(), times, row.key()));
  }

  private static ObjectInfo dated(ObjectInfo info, Map<Key, Instant> times, Key key) {
    return new ObjectInfo(info.size(), times.getOrDefault(key, info.storeTime()));
  }
}
