package dev.lading.storage;

import java.nio.ByteBuffer;

/**
 * Bytes on their way to a key that is known beforehand. Nothing is seen there before {@link
 * #complete}, and nothing of them ever is when that is not called. Not safe for several threads.
 */
public interface ObjectWriter extends AutoCloseable {
  /**
   * Writes all of {@code bytes}, which are free for other use on return. After a failure the object
   * cannot be completed any more.
   *
   * @throws TooManyParts when there are more than the store takes
   */
  void write(ByteBuffer bytes);

  /**
   * Makes the object visible by one atomic step, replacing what is there. On return it is as
   * durable as the driver's {@link Durability} says, its name and new parents included. After a
   * failure the key is as before or whole.
   *
   * @throws StagedObjectGone when it is complete already, or somebody took its bytes away
   */
  void complete();

  boolean isComplete();

  /** Gives up what is not complete; idempotent. */
  @Override
  void close();
}
