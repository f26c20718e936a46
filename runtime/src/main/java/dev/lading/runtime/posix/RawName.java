package dev.lading.runtime.posix;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A name or a path as the kernel has it: bytes without a zero byte, in no particular encoding.
 *
 * @param bytes one character from 0 to 255 for each byte
 */
public record RawName(String bytes) {
  public RawName {
    if (!isOfBytes(bytes)) {
      throw new IllegalArgumentException("no name has a zero byte");
    }
  }

  /** Empty when there is a zero byte among them. */
  public static Optional<RawName> find(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    return isOfBytes(text) ? Optional.of(new RawName(text)) : Optional.empty();
  }

  /** The bytes that the text has in UTF-8. */
  public static RawName of(String text) {
    return new RawName(
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  public int length() {
    return bytes.length();
  }

  /** For people: as UTF-8, with a replacement for what is none. */
  @Override
  public String toString() {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static boolean isOfBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c > 0xff) {
        return false;
      }
    }
    return true;
  }
}
