package dev.lading.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go writes them: {@code 10s}, {@code 1h30m}, {@code 1.5h}; a number without a unit
 * counts nanoseconds.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
public final class GoDuration {
  private static final Pattern BARE = Pattern.compile("[0-9]{1,19}");
  private static final Pattern PART = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)([a-zµμ]+)");
  private static final Pattern DAYS = Pattern.compile("([0-9]{1,5})d(.*)");
  private static final int LONGEST_TEXT = 64;

  /** From long to short: the order in which the parts of a duration are written. */
  private enum Unit {
    HOUR("h", 3_600_000_000_000L),
    MINUTE("m", 60_000_000_000L),
    SECOND("s", 1_000_000_000L),
    MILLISECOND("ms", 1_000_000L),
    MICROSECOND("us", 1_000L),
    NANOSECOND("ns", 1L);

    private final String symbol;
    private final long nanos;

    Unit(String symbol, long nanos) {
      this.symbol = symbol;
      this.nanos = nanos;
    }

    static Unit of(String symbol) {
      String ascii = symbol.replace('µ', 'u').replace('μ', 'u');
      return Arrays.stream(values())
          .filter(unit -> unit.symbol.equals(ascii))
          .findFirst()
          .orElseThrow(GoDuration::notADuration);
    }
  }

  private GoDuration() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException when it is none, is negative, or is longer than 292 years
   */
  static Duration parse(String text) {
    if (isBare(text)) {
      return nanos(new BigInteger(text));
    }
    if (text.isEmpty() || text.length() > LONGEST_TEXT) {
      throw notADuration();
    }
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    for (int end = 0; end < text.length(); end = part.end()) {
      if (!part.find(end) || part.start() != end) {
        throw notADuration();
      }
      BigDecimal unit = BigDecimal.valueOf(Unit.of(part.group(2)).nanos);
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    return nanos(nanos.toBigInteger());
  }

  /**
   * As {@link #parse}, and in days as well: {@code 30d}, {@code 1d12h}. A number without a unit is
   * refused, unless it is 0: whoever writes 30 here does not mean nanoseconds.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Duration parseSpan(String text) {
    if (isBare(text) && !text.equals("0")) {
      throw new IllegalArgumentException("has no unit; write for example 30d, 24h or 90s");
    }
    Matcher days = DAYS.matcher(text);
    if (!days.matches()) {
      return parse(text);
    }
    String rest = days.group(2);
    if (isBare(rest)) {
      throw notADuration();
    }
    Duration below = rest.isEmpty() ? Duration.ZERO : parse(rest);
    return Duration.ofDays(Long.parseLong(days.group(1))).plus(below);
  }

  /** The text that people would write for {@link #parseSpan}. */
  public static String formatSpan(Duration duration) {
    long days = duration.toDays();
    return days > 1 && duration.equals(Duration.ofDays(days)) ? days + "d" : format(duration);
  }

  /** Whether the number has no unit, so that it counts nanoseconds. */
  static boolean isBare(String text) {
    return BARE.matcher(text).matches();
  }

  /** The shortest text that {@link #parse} reads as the same duration. */
  static String format(Duration duration) {
    long left = duration.toNanos();
    var text = new StringBuilder();
    for (Unit unit : Unit.values()) {
      if (left >= unit.nanos) {
        text.append(left / unit.nanos).append(unit.symbol);
        left %= unit.nanos;
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static Duration nanos(BigInteger nanos) {
    if (nanos.bitLength() > 63) {
      throw new IllegalArgumentException("is too long a duration; the longest is 2562047h");
    }
    return Duration.ofNanos(nanos.longValueExact());
  }

  private static IllegalArgumentException notADuration() {
    return new IllegalArgumentException("is not a duration; write for example 30s, 1h30m or 168h");
  }
}
