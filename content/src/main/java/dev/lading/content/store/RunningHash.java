package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * The hash of an upload so far. When it does not cover the bytes from the first one on (another
 * process took them), or is of another algorithm than asked for, the digest is computed from the
 * staged bytes. Not safe for several threads.
 */
final class RunningHash {
  private final Algorithm algorithm;
  private final MessageDigest hash;
  private final boolean whole;
  private long size;

  private RunningHash(Algorithm algorithm, long size, boolean whole) {
    this.algorithm = algorithm;
    this.hash = algorithm.newDigest();
    this.size = size;
    this.whole = whole;
  }

  static RunningHash fromTheFirstByte(Algorithm algorithm) {
    return new RunningHash(algorithm, 0, true);
  }

  /** For a session whose first bytes somebody else took. */
  static RunningHash unknown(long size) {
    return new RunningHash(Algorithm.SHA256, size, false);
  }

  /** The bytes that were taken, whoever took them. */
  long size() {
    return size;
  }

  /** Takes bytes that are staged already: those that failed to be must not count. */
  void update(ByteBuffer staged) {
    size += staged.remaining();
    if (whole) {
      hash.update(staged);
    }
  }

  /** The digest of bytes that were taken from the first one on; this hash is spent. */
  Digest finish() {
    return Digest.finish(algorithm, hash);
  }

  /** The digest of all staged bytes; this hash is spent. */
  Digest finish(Algorithm wanted, StagedObject staged) {
    if (whole && wanted == algorithm) {
      return finish();
    }
    try (InputStream in = staged.read()) {
      return Hashing.of(wanted, in);
    } catch (IOException e) {
      throw new StorageUnavailable("reading back an upload failed", e);
    }
  }
}
