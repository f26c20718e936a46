package dev.lading.storage;

import java.nio.ByteBuffer;

/** The open end of a staged object. Not safe for several threads. */
public interface StagedAppend extends AutoCloseable {
  /** Writes all of {@code bytes}, which are free for other use on return. */
  void write(ByteBuffer bytes);

  /** Keeps what was written; idempotent. */
  @Override
  void close();
}
