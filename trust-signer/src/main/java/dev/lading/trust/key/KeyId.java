package dev.lading.trust.key;

import dev.lading.trust.TrustException;
import java.util.regex.Pattern;

/**
 * The name of a key: the hash of its canonical description.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record KeyId(String hex) implements Comparable<KeyId> {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public KeyId {
    if (!HEX.matcher(hex).matches()) {
      throw new TrustException.KeyInvalid("not a key ID: " + hex);
    }
  }

  @Override
  public int compareTo(KeyId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
