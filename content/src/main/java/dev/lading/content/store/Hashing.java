package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes what is read back from a store. */
final class Hashing {
  private static final int BUFFER_BYTES = 256 * 1024;

  private Hashing() {}

  /** The digest of all that the stream has left; the caller closes it. */
  static Digest of(Algorithm algorithm, InputStream in) throws IOException {
    MessageDigest hash = algorithm.newDigest();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      hash.update(buffer, 0, count);
    }
    return Digest.finish(algorithm, hash);
  }
}
