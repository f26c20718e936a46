package dev.lading.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of data. */
public record DataSize(long bytes) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,19})\\s*([a-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "b",
          1L,
          "kib",
          1L << 10,
          "mib",
          1L << 20,
          "gib",
          1L << 30,
          "tib",
          1L << 40,
          "kb",
          1_000L,
          "mb",
          1_000_000L,
          "gb",
          1_000_000_000L,
          "tb",
          1_000_000_000_000L);

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative size: " + bytes);
    }
  }

  /** So many times 1024 bytes. */
  public static DataSize ofKiB(long count) {
    return new DataSize(Math.multiplyExact(count, 1L << 10));
  }

  /** So many times 1024 × 1024 bytes. */
  public static DataSize ofMiB(long count) {
    return new DataSize(Math.multiplyExact(count, 1L << 20));
  }

  /**
   * Reads bytes ({@code 4194304}), powers of 1024 ({@code 64MiB}) or powers of 1000 ({@code 64MB}).
   *
   * @throws IllegalArgumentException when it is none of these, or is beyond 8 EiB
   */
  public static DataSize parse(String text) {
    Matcher match = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    Long unit = match.matches() ? UNITS.get(match.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("is not a size; write for example 4194304, 64MiB or 10GB");
    }
    try {
      return new DataSize(Math.multiplyExact(Long.parseLong(match.group(1)), unit));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("is too large a size; the largest is 8388607TiB", e);
    }
  }

  /** The shortest exact text in powers of 1024, such as {@code 64MiB}. */
  @Override
  public String toString() {
    String[] units = {"", "KiB", "MiB", "GiB", "TiB"};
    int power = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, units.length - 1);
    return (bytes >> (10 * power)) + units[power];
  }
}
