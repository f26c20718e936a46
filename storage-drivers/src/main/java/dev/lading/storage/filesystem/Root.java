package dev.lading.storage.filesystem;

import dev.lading.storage.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where things are below a root. Keys are paths; {@code lading/lock} and {@code lading/tmp} are the
 * driver's own and hold no objects.
 *
 * @param path without symbolic links
 */
record Root(Path path) {
  /** Makes the root and the driver's own directory where they are missing. */
  static Root prepare(Path path) throws IOException {
    Files.createDirectories(path);
    Root root = new Root(path.toRealPath());
    Files.createDirectories(root.temporary());
    return root;
  }

  /** Of a path below a root, and so there always is one. */
  static Path parent(Path below) {
    return Objects.requireNonNull(below.getParent());
  }

  Path resolve(Key key) {
    return path.resolve(key.path());
  }

  Path lock() {
    return path.resolve("lading/lock");
  }

  Path temporary() {
    return path.resolve("lading/tmp");
  }

  boolean isOwn(Path file) {
    return file.startsWith(temporary()) || file.equals(lock());
  }
}
