package dev.lading.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The order of names everywhere: unsigned bytes of their UTF-8 form, as object stores list. */
public final class ByteOrder {
  public static final Comparator<String> NAMES = ByteOrder::compare;

  private ByteOrder() {}

  public static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return x < 0x80 && y < 0x80 ? x - y : compareEncoded(a, b);
      }
    }
    return a.length() - b.length();
  }

  private static int compareEncoded(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
