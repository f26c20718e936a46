package dev.lading.storage;

import org.jspecify.annotations.Nullable;

/**
 * The store has no room (or no quota, or no inode) left; nothing that was being written is visible.
 */
public final class StorageFull extends StorageException {

  public StorageFull(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
