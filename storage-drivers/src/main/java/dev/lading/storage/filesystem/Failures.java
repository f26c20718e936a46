package dev.lading.storage.filesystem;

import dev.lading.storage.StorageException;
import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.file.Files;

/** Says what a failed write means: the JDK gives the reason as text only. */
final class Failures {
  private final Root root;

  Failures(Root root) {
    this.root = root;
  }

  StorageException reading(Object what, IOException e) {
    return new StorageUnavailable("reading " + what + " failed: " + reason(e), e);
  }

  StorageException writing(Object what, IOException e) {
    if (isFull()) {
      return new StorageFull("no room left for " + what + " below " + root.path(), e);
    }
    return new StorageUnavailable("writing " + what + " failed: " + reason(e), e);
  }

  private boolean isFull() {
    try {
      return Files.getFileStore(root.path()).getUsableSpace() < 1 << 20;
    } catch (IOException _) {
      return false;
    }
  }

  private static String reason(IOException e) {
    return e.toString();
  }
}
