package dev.lading.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;

/**
 * An object opened for reading: it exists, its size is known, and what can be said of it before a
 * byte is sent has been said. Whoever asked for it closes it, also when the transfer is given up.
 */
public sealed interface BlobSource extends AutoCloseable {
  /** In bytes. */
  long size();

  /**
   * The bytes of one range, read at the caller's pace. The caller closes the stream; closing the
   * source closes it too.
   *
   * @throws IllegalArgumentException when the range does not lie within the object
   */
  InputStream open(long offset, long length) throws IOException;

  @Override
  void close();

  /** An open file: the edge may hand its channel to the kernel (sendfile). */
  record LocalFile(FileChannel channel, long size) implements BlobSource {
    @Override
    public InputStream open(long offset, long length) {
      requireWithin(offset, length, size);
      return Channels.newInputStream(new FileRange(channel, offset, offset + length));
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new StorageUnavailable("closing a blob failed", e);
      }
    }
  }

  /** An object that a client may fetch from the store itself. */
  non-sealed interface Redirectable extends BlobSource {
    URI presign(Duration validity);
  }

  /** An object that passes through this process. */
  non-sealed interface Streamed extends BlobSource {}

  /** Refuses a range outside {@code [0, size)}; an empty range is fine. */
  static void requireWithin(long offset, long length, long size) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IllegalArgumentException(
          "range " + offset + "+" + length + " is outside an object of " + size + " bytes");
    }
  }

  /** Positional reads, so that several ranges of one channel may be read at once. */
  final class FileRange implements ReadableByteChannel {
    private final FileChannel channel;
    private final long end;
    private long position;

    FileRange(FileChannel channel, long start, long end) {
      this.channel = channel;
      this.position = start;
      this.end = end;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (position >= end) {
        return -1;
      }
      int limit = target.limit();
      if (target.remaining() > end - position) {
        target.limit(target.position() + (int) (end - position));
      }
      int count = channel.read(target, position);
      target.limit(limit);
      position += Math.max(count, 0);
      return count;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    /** The channel belongs to the source. */
    @Override
    public void close() {}
  }
}
