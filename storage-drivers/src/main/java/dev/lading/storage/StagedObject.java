package dev.lading.storage;

import java.io.InputStream;
import java.util.List;

/**
 * Bytes on their way to becoming an object: appended in order, readable, made visible under another
 * key by one atomic step, or discarded. They survive the process, so that whoever finds them by
 * their key continues them. One writer at a time; the caller sees to that. Every verb but {@link
 * #key} and {@link #discard} throws {@link StagedObjectGone} when they are no longer there.
 */
public interface StagedObject {
  /** Where the bytes rest until they are published. */
  Key key();

  /** The bytes so far: what the next append has to start at. */
  long size();

  /**
   * Opens the end for writing. The caller closes the append; what was written before a failure
   * stays, always as a prefix of what was sent.
   *
   * @throws StagingConflict when {@code offset} is not {@link #size()}
   */
  StagedAppend append(long offset);

  /** All the bytes from the first; the caller closes the stream. */
  InputStream read();

  /**
   * Makes the bytes visible under {@code destination} by one atomic step, replacing what is there;
   * this staged object is gone once what is returned is deleted, and can be published again until
   * then if anything is returned. On return the object is as durable as the driver's {@link
   * Durability} says, its name and new parents included. After a failure {@code destination} is as
   * before or whole, and the staged bytes are still there, with two exceptions: it is whole, or the
   * disk failed to sync them, after which nothing that is read back of them can be trusted.
   *
   * @return objects that are left of it: the caller deletes them, by {@link
   *     StorageDriver#deleteBelowTransient(Key, java.util.Collection)}, when whatever the
   *     publication is for is done as well; whoever removes old uploads finds them otherwise
   */
  List<Key> publish(Key destination);

  /** Removes the bytes; absent is fine. A power loss may bring them back. */
  void discard();
}
