package dev.lading.storage;

import java.nio.ByteBuffer;

/** The open end of a staged object. Not safe for several threads. */
public interface StagedAppend extends AutoCloseable {
  /**
   * Writes all of {@code bytes}, which are free for other use on return.
   *
   * @throws StorageUnavailable also when the disk did not take earlier bytes: the staged object is
   *     then gone
   */
  void write(ByteBuffer bytes);

  /**
   * Keeps what was written; idempotent. The first call may tell of a failed disk, as {@link
   * #write}.
   */
  @Override
  void close();
}
