package dev.lading.server.http;

import dev.lading.storage.StorageUnavailable;
import java.io.EOFException;
import java.io.IOException;

/** The bytes of a blob that is copied, in order and a chunk at a time. For one thread. */
abstract sealed class Chunks permits FileChunks, StreamChunks {
  /** What every copied blob may have, however many there are. */
  static final int SMALL_BYTES = 64 << 10;

  /** Chunks that are written but not yet taken by the kernel. */
  static final int ON_THE_WAY = 4;

  /**
   * The next chunk, not empty, which the caller releases when it has been written.
   *
   * @param left how many bytes are still to come, more than none
   * @throws StorageUnavailable when they cannot be read, or there are no more
   */
  final Chunk next(long left) {
    try {
      Chunk chunk = read(left);
      if (chunk.length() == 0) {
        chunk.release();
        throw new EOFException(left + " bytes are missing");
      }
      return chunk;
    } catch (IOException e) {
      throw new StorageUnavailable("reading a blob failed", e);
    }
  }

  /** Some bytes, none when there are no more. */
  abstract Chunk read(long left) throws IOException;
}
