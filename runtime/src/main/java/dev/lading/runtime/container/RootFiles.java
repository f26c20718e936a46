package dev.lading.runtime.container;

import java.util.Optional;

/** Reads files inside an unpacked root, never leaving it. */
@FunctionalInterface
public interface RootFiles {
  /**
   * @param path absolute, inside the root
   * @return empty when there is no such file, or none that can be read, or a larger one
   */
  Optional<byte[]> read(String path, int limitBytes);
}
