package dev.lading.runtime.pull;

import dev.lading.content.Digest;
import dev.lading.runtime.registry.ImageReference;
import java.util.OptionalLong;

/**
 * What may be pulled.
 *
 * @param bytes how long the signed manifest is; empty when nothing is signed
 */
record Admitted(Digest digest, OptionalLong bytes) {
  /** "Pull manifest by that digest, verify size and digest." */
  void requireLength(ImageReference image, int length) {
    if (bytes.isPresent() && bytes.getAsLong() != length) {
      throw new PullRefused.OtherLength(image, bytes.getAsLong(), length);
    }
  }

  boolean isVerified() {
    return bytes.isPresent();
  }
}
