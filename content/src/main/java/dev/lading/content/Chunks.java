package dev.lading.content;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bytes that arrive in pieces, at the sender's pace. What makes them stop before their end (a lost
 * connection, a limit) is thrown by the source's own exceptions, which pass through unharmed: all
 * that was handed out before stays valid.
 */
public interface Chunks {
  /**
   * The next piece, never an empty one; empty at the end. The buffer is the caller's until the next
   * call, then it is used again.
   */
  Optional<ByteBuffer> next();

  /** How many bytes the sender says there are from the first; empty when it does not. */
  default OptionalLong declaredLength() {
    return OptionalLong.empty();
  }

  /** Nothing at all. */
  static Chunks none() {
    return Optional::empty;
  }
}
