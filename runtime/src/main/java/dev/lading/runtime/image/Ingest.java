package dev.lading.runtime.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A blob on its way. What is here stays when it is closed, for whoever goes on with it. For one
 * thread.
 */
public final class Ingest implements AutoCloseable {
  private static final int PIECE = 1 << 20;

  private final Path part;
  private final Path whole;
  private final FileChannel channel;
  private final FileLock held;

  private Ingest(Path part, Path whole, FileChannel channel, FileLock held) {
    this.part = part;
    this.whole = whole;
    this.channel = channel;
    this.held = held;
  }

  static Ingest open(Path part, Path whole, FileLock held) throws IOException {
    FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new Ingest(part, whole, channel, held);
  }

  /**
   * Goes to the end of what is here.
   *
   * @param hash takes what is here
   * @return how many bytes that are; all of them are forgotten when they are more than the limit
   */
  public long resume(MessageDigest hash, long limit) {
    try {
      if (channel.size() > limit) {
        channel.truncate(0);
      }
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      channel.position(0);
      while (channel.read(piece.clear()) >= 0) {
        hash.update(piece.flip());
      }
      return channel.position();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets what is here. */
  public void forget() {
    try {
      channel.truncate(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(byte[] bytes, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(part + " cannot be written", e);
    }
  }

  /** It is whole, and was verified. */
  public void commit() {
    try {
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (FileLock _ = held;
        FileChannel _ = channel) {
      if (channel.size() == 0) {
        Files.deleteIfExists(part); // there is nothing to go on with
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
