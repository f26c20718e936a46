package dev.lading.gc;

import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.FilesystemDriver;
import dev.lading.storage.memory.MemoryDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Set;

/** What the collector is tested over. */
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
      return timed(
          FilesystemDriver.open(directory, Durability.RELAXED, "a test", clock), directory, clock);
    }
  };

  private static final Set<String> WRITES = Set.of("write", "writeTransient", "writeIfAbsent");

  /** Files get the time of the test's clock, not of the machine's. */
  private static StorageDriver timed(StorageDriver driver, Path root, InstantSource clock) {
    return (StorageDriver)
        Proxy.newProxyInstance(
            StorageDriver.class.getClassLoader(),
            new Class<?>[] {StorageDriver.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(driver, arguments);
                if (WRITES.contains(method.getName()) && !Boolean.FALSE.equals(result)) {
                  Path file = root.resolve(((Key) arguments[0]).path());
                  Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  abstract StorageDriver open(Path directory, InstantSource clock);
}
