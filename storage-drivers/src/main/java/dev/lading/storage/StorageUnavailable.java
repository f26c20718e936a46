package dev.lading.storage;

/**
 * The store could not do what it was asked: a device error, a lost connection, a missing right. The
 * write that met it may or may not have happened; trying it again is safe.
 */
public final class StorageUnavailable extends StorageException {

  public StorageUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
