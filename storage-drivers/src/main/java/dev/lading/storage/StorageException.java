package dev.lading.storage;

import org.jspecify.annotations.Nullable;

/** What can go wrong below the content store. Absence is never one of these. */
public abstract sealed class StorageException extends RuntimeException
    permits StorageFull,
        StorageUnavailable,
        ObjectTooLarge,
        TooManyParts,
        StagingConflict,
        StagedObjectGone,
        RootInUse {

  protected StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
