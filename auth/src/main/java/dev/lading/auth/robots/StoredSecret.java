package dev.lading.auth.robots;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What is kept of a secret.
 *
 * @param sha256 of the whole secret, prefix and checksum included; 64 hexadecimal digits
 * @param expires its own end, if it is before that of its robot
 */
public record StoredSecret(String sha256, Instant created, Expiry expires) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /** The hash of nothing that anybody knows. */
  static final StoredSecret NONE = new StoredSecret("0".repeat(64), Instant.EPOCH, Expiry.NEVER);

  public StoredSecret {
    if (!isHash(sha256)) {
      throw new IllegalArgumentException("not the SHA-256 of a secret");
    }
  }

  static boolean isHash(String text) {
    return HEX.matcher(text).matches();
  }

  /** In a time that does not depend on how much of the hash is the same. */
  boolean isOf(String hash) {
    return MessageDigest.isEqual(sha256.getBytes(US_ASCII), hash.getBytes(US_ASCII));
  }

  StoredSecret until(Expiry end) {
    return new StoredSecret(sha256, created, end.compareTo(expires) < 0 ? end : expires);
  }
}
