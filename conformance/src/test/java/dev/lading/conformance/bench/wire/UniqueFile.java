package dev.lading.conformance.bench.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;

/**
 * A file whose last eight bytes change before each upload, so that no server has seen the content.
 * The hash of all that stays is kept, so that the next digest costs nothing. Mutable, for one
 * thread at a time.
 */
public final class UniqueFile implements AutoCloseable {
  private static final int BLOCK_BYTES = 1024 * 1024;
  private static final int TAIL_BYTES = Long.BYTES;

  private final FileChannel file;
  private final long size;
  private final MessageDigest stable;
  private final RandomGenerator random;

  private UniqueFile(FileChannel file, long size, MessageDigest stable, RandomGenerator random) {
    this.file = file;
    this.size = size;
    this.stable = stable;
    this.random = random;
  }

  /** Creates or replaces the file; {@code size} is a multiple of 1 MiB. */
  public static UniqueFile create(Path path, long size, RandomGenerator random) throws IOException {
    var file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.READ);
    var hash = Content.sha256();
    byte[] block = new byte[BLOCK_BYTES];
    for (long written = 0; written < size; written += BLOCK_BYTES) {
      random.nextBytes(block);
      file.write(ByteBuffer.wrap(block));
      boolean last = written + BLOCK_BYTES >= size;
      hash.update(block, 0, last ? BLOCK_BYTES - TAIL_BYTES : BLOCK_BYTES);
    }
    return new UniqueFile(file, size, hash, random);
  }

  /** Changes the tail. The digest returned is right until the next call. */
  public String next() throws IOException {
    byte[] tail = new byte[TAIL_BYTES];
    random.nextBytes(tail);
    file.write(ByteBuffer.wrap(tail), size - TAIL_BYTES);
    try {
      var hash = (MessageDigest) stable.clone();
      hash.update(tail);
      return Content.digest(hash);
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the JDK's SHA-256 can be cloned", e);
    }
  }

  /** Reads and hashes the whole content, as a receiver must at the least. */
  public String hash() throws IOException {
    var hash = Content.sha256();
    var block = ByteBuffer.allocate(BLOCK_BYTES);
    for (long at = 0; at < size; at += BLOCK_BYTES) {
      file.read(block.clear(), at);
      hash.update(block.flip());
    }
    return Content.digest(hash);
  }

  public Body body() {
    return new Body.WholeFile(file, size);
  }

  public long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
