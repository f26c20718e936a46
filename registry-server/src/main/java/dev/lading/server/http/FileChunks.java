package dev.lading.server.http;

import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Semaphore;

/**
 * A part of a file: read to where the kernel and the TLS library take it from, with no copy in the
 * heap.
 */
final class FileChunks extends Chunks {
  private final FileChannel file;
  private final Large large;
  private long position;

  /**
   * Large chunks halve the cost of a download, most of which is the way from one thread to another,
   * and so many slow clients would hold too much memory by them: there are so many for all
   * downloads, and small ones for who finds none. Safe for use by many threads.
   */
  static final class Large {
    private static final int BYTES = 4 * SMALL_BYTES;
    private static final int MOST = 64;

    private final Semaphore free = new Semaphore(MOST);
  }

  FileChunks(FileChannel file, long offset, Large large) {
    this.file = file;
    this.position = offset;
    this.large = large;
  }

  @Override
  Chunk read(long left) throws IOException {
    return left > SMALL_BYTES && large.free.tryAcquire()
        ? read((int) Math.min(left, Large.BYTES), large.free::release)
        : read((int) Math.min(left, SMALL_BYTES), () -> {});
  }

  private Chunk read(int most, Runnable returned) throws IOException {
    Chunk chunk = new Chunk(ByteBufAllocator.DEFAULT.directBuffer(most, most), returned);
    try {
      position += Math.max(0, chunk.bytes().writeBytes(file, position, most));
      return chunk;
    } catch (IOException e) {
      chunk.release();
      throw e;
    }
  }
}
