package dev.lading.trust.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Between the 32 bytes that metadata holds and the SubjectPublicKeyInfo that the JDK wants. */
final class Ed25519Keys {
  static final int LENGTH = 32;

  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519Keys() {}

  static java.security.PublicKey publicKey(byte[] point) throws GeneralSecurityException {
    if (point.length != LENGTH) {
      throw new java.security.InvalidKeyException("not 32 bytes");
    }
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + LENGTH);
    System.arraycopy(point, 0, encoded, PREFIX.length, LENGTH);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  static byte[] point(java.security.PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
  }
}
