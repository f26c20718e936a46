package dev.lading.storage.filesystem;

import dev.lading.storage.Key;
import dev.lading.storage.StorageException;
import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * Says what a failed call means. The JDK tells a full disk from a broken one only in a text, which
 * depends on the locale; so after a failed write the disk is asked whether it has room.
 */
final class Failures {
  private final Tree tree;

  Failures(Tree tree) {
    this.tree = tree;
  }

  StorageException reading(Key key, IOException e) {
    return new StorageUnavailable("reading " + key + " failed", e);
  }

  StorageException removing(Key key, IOException e) {
    return new StorageUnavailable("removing " + key + " failed", e);
  }

  /**
   * @param bytes how many were to be written
   * @param e a closed channel is what an interrupted thread finds
   */
  StorageException writing(Key key, long bytes, IOException e) {
    if (!(e instanceof ClosedChannelException) && isFull(bytes, e)) {
      return new StorageFull("there is no room for " + key, e);
    }
    return new StorageUnavailable("writing " + key + " failed", e);
  }

  private boolean isFull(long bytes, IOException failure) {
    try {
      return tree.isFull(Math.max(1, bytes));
    } catch (IOException e) {
      failure.addSuppressed(e);
      return false;
    }
  }
}
