package dev.lading.auth.jose;

import com.nimbusds.jose.JOSEException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;

/** What token servers call a key in {@code kid} that nobody named. */
public final class KeyIds {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int FINGERPRINT_BYTES = 30;
  private static final int GROUP = 4;

  private KeyIds() {}

  /** RFC 7638: the SHA-256 of the required members of the JWK, in base64url. */
  public static String thumbprint(PublicKey key) {
    try {
      return Jwk.of(key).computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }

  /**
   * That of libtrust, which distribution used before 3.0: the first 30 bytes of the SHA-256 of the
   * DER SubjectPublicKeyInfo, in base32, in twelve groups of four ({@code OS5C:JGWZ:...}).
   */
  public static String fingerprint(PublicKey key) {
    byte[] hash = sha256(key.getEncoded());
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < FINGERPRINT_BYTES * 8; bit += 5) {
      int symbols = bit / 5;
      if (symbols > 0 && symbols % GROUP == 0) {
        text.append(':');
      }
      text.append(BASE32.charAt(fiveBits(hash, bit)));
    }
    return text.toString();
  }

  private static int fiveBits(byte[] bytes, int bit) {
    int window = (bytes[bit / 8] & 0xff) << 8 | (bytes[bit / 8 + 1] & 0xff);
    return window >> (11 - bit % 8) & 0x1f;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }
}
