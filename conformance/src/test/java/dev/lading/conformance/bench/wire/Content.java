package dev.lading.conformance.bench.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Bytes and their digest, {@code sha256:<hex>}. The array is not copied. */
@SuppressWarnings("ArrayRecordComponent") // compared by digest where it matters
public record Content(byte[] bytes, String digest) {
  public static Content of(byte[] bytes) {
    var hash = sha256();
    hash.update(bytes);
    return new Content(bytes, digest(hash));
  }

  /** Bytes that do not compress and that the source of randomness has not given before. */
  public static Content random(int size, RandomGenerator random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return of(bytes);
  }

  /** A fresh SHA-256, which every Java platform has. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Ends the running hash: {@code sha256:<hex>}. */
  public static String digest(MessageDigest hash) {
    return "sha256:" + HexFormat.of().formatHex(hash.digest());
  }
}
