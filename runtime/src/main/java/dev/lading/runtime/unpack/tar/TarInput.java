package dev.lading.runtime.unpack.tar;

import dev.lading.runtime.unpack.tar.TarBytes.Chunk;
import dev.lading.runtime.unpack.tar.TarException.Truncated;

/** A place in the bytes of a tar. */
final class TarInput {
  private final TarBytes source;
  private Chunk chunk = new Chunk(new byte[0], 0);
  private int position;
  private boolean ended;

  TarInput(TarBytes source) {
    this.source = source;
  }

  /** Takes some bytes where they are. */
  @FunctionalInterface
  interface Sink {
    void take(byte[] bytes, int from, int length);
  }

  /** Whether there is any more. */
  boolean hasMore() {
    while (position == chunk.length() && !ended) {
      chunk = source.next();
      position = 0;
      ended = chunk.length() == 0;
    }
    return !ended;
  }

  /**
   * @throws Truncated when there are not that many
   */
  void transfer(long length, Sink sink) {
    long left = length;
    while (left > 0) {
      if (!hasMore()) {
        throw new Truncated();
      }
      int count = (int) Math.min(left, chunk.length() - position);
      sink.take(chunk.bytes(), position, count);
      position += count;
      left -= count;
    }
  }

  /**
   * @throws Truncated when there are not that many
   */
  void skip(long length) {
    transfer(length, (_, _, _) -> {});
  }

  /** As many as there are. */
  void skipAtMost(long length) {
    for (long left = length; left > 0 && hasMore(); ) {
      int count = (int) Math.min(left, chunk.length() - position);
      position += count;
      left -= count;
    }
  }

  /**
   * @throws Truncated when there are not that many
   */
  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    int[] at = {0};
    transfer(
        length,
        (from, offset, count) -> {
          System.arraycopy(from, offset, bytes, at[0], count);
          at[0] += count;
        });
    return bytes;
  }

  /** Passes over all that is left. */
  void drain() {
    while (hasMore()) {
      position = chunk.length();
    }
  }
}
