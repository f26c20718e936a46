package dev.lading.storage;

/** What an acknowledged write survives. */
public enum Durability {
  /** {@code kill -9} and power loss: file, directory entry and new parents are synced first. */
  STRICT,
  /** {@code kill -9} only: the operating system writes to the disk when it likes. */
  RELAXED
}
