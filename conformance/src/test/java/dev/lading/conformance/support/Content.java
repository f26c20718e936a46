package dev.lading.conformance.support;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes to push, and the names they have. The array is not copied: nobody changes it. */
@SuppressWarnings("ArrayRecordComponent") // identity is all the equality a test needs
public record Content(byte[] bytes) {
  public static Content of(String text) {
    return new Content(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code size} bytes that repeat every 251, so that a misplaced range shows. */
  public static Content patterned(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i % 251);
    }
    return new Content(bytes);
  }

  /** {@code sha256:<hex>}. */
  public String sha256() {
    return digest("SHA-256", "sha256");
  }

  /** {@code sha512:<hex>}. */
  public String sha512() {
    return digest("SHA-512", "sha512");
  }

  public int size() {
    return bytes.length;
  }

  /** The bytes from {@code start} to {@code end}, which is not included. */
  public Content slice(int start, int end) {
    return new Content(java.util.Arrays.copyOfRange(bytes, start, end));
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String digest(String algorithm, String name) {
    try {
      byte[] hash = MessageDigest.getInstance(algorithm).digest(bytes);
      return name + ":" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
