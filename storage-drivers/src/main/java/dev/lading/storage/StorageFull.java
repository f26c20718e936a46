package dev.lading.storage;

/**
 * The store has no room (or no quota, or no inode) left; nothing that was being written is visible.
 */
public final class StorageFull extends StorageException {

  public StorageFull(String message, Throwable cause) {
    super(message, cause);
  }
}
