package dev.lading.auth.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a token, as a key of a map that keeps no token. */
record TokenHash(long a, long b, long c, long d) {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Of a text of ASCII; a token that holds other characters is none, whatever its hash. */
  static TokenHash of(String token) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(ISO_8859_1));
      return new TokenHash(
          (long) LONG.get(hash, 0),
          (long) LONG.get(hash, 8),
          (long) LONG.get(hash, 16),
          (long) LONG.get(hash, 24));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }

  /** Every bit of a SHA-256 is as good as any other. */
  @Override
  public int hashCode() {
    return (int) a;
  }
}
