package dev.lading.storage.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Cuts what goes to or comes from a channel. The JDK copies a heap buffer through a direct one of
 * the same size and keeps that for each carrier thread: a few threads with a few MiB each would
 * otherwise fill the memory that is set aside for direct buffers.
 */
final class Slices {
  private static final int LIMIT_BYTES = 256 << 10;

  private Slices() {}

  /** The next bytes between position and limit, sharing their content; moves neither. */
  static ByteBuffer next(ByteBuffer bytes) {
    int length = bytes.isDirect() ? bytes.remaining() : Math.min(bytes.remaining(), LIMIT_BYTES);
    return bytes.slice(bytes.position(), length);
  }

  /** The first bytes of a file. */
  static byte[] read(FileChannel channel, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      int count = channel.read(next(bytes));
      if (count < 0) {
        throw new EOFException("the file of an object has shrunk");
      }
      bytes.position(bytes.position() + count);
    }
    return bytes.array();
  }
}
