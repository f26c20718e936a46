package dev.lading.content.claim;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which run of the collector: each begins with a number that no other ever had. */
public record RunNumber(long value) implements Comparable<RunNumber> {
  public static final RunNumber FIRST = new RunNumber(1);
  private static final Pattern FORM = Pattern.compile("\\d{12}");

  private static final long LAST = 999_999_999_999L;

  /**
   * @throws IllegalArgumentException below 1 and above twelve digits
   */
  public RunNumber {
    if (!isOne(value)) {
      throw new IllegalArgumentException("not the number of a run: " + value);
    }
  }

  /** Whether a run may have that number. */
  public static boolean isOne(long value) {
    return value >= 1 && value <= LAST;
  }

  /** The number that a key's last segment has; empty for what is none. */
  public static Optional<RunNumber> find(String name) {
    return Optional.of(name)
        .filter(text -> FORM.matcher(text).matches() && !text.equals("000000000000"))
        .map(text -> new RunNumber(Long.parseLong(text)));
  }

  public RunNumber next() {
    return new RunNumber(value + 1);
  }

  @Override
  public int compareTo(RunNumber other) {
    return Long.compare(value, other.value);
  }

  /** Twelve digits. */
  @Override
  public String toString() {
    return "%012d".formatted(value);
  }
}
