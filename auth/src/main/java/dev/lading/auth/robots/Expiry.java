package dev.lading.auth.robots;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * Until when something is good: a moment from which on it is not, or never.
 *
 * @param at {@link Instant#MAX} for never
 */
public record Expiry(Instant at) implements Comparable<Expiry> {
  public static final Expiry NEVER = new Expiry(Instant.MAX);
  private static final String NEVER_TEXT = "never";

  /**
   * Reads {@code 2027-01-31T00:00:00Z}, {@code 2027-01-31} (the beginning of that day in UTC), or
   * {@code never}.
   *
   * @throws IllegalArgumentException when it is none of these; the message goes on after the text
   */
  public static Expiry parse(String text) {
    if (text.equals(NEVER_TEXT)) {
      return NEVER;
    }
    try {
      return new Expiry(text.indexOf('T') < 0 ? day(text) : Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "is no time; write for example 2027-01-31, 2027-01-31T18:00:00Z or never", e);
    }
  }

  public boolean isOver(Instant now) {
    return !now.isBefore(at);
  }

  /** Whether it is over, or will be within the notice. */
  boolean isOver(Instant now, Duration notice) {
    return isOver(now.plus(notice));
  }

  @Override
  public int compareTo(Expiry other) {
    return at.compareTo(other.at);
  }

  @Override
  public String toString() {
    return equals(NEVER) ? NEVER_TEXT : at.toString();
  }

  private static Instant day(String text) {
    return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
