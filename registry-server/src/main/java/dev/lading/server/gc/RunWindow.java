package dev.lading.server.gc;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of a day in which the collector runs by itself; past midnight where it ends before it
 * begins.
 *
 * @param from included
 * @param until not included
 */
public record RunWindow(LocalTime from, LocalTime until) {
  private static final Pattern FORM = Pattern.compile("([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})");

  /**
   * Reads {@code 01:00-05:00}.
   *
   * @throws IllegalArgumentException when it is none; the message goes on after the text
   */
  public static RunWindow parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw wrong();
    }
    try {
      RunWindow window =
          new RunWindow(LocalTime.parse(matcher.group(1)), LocalTime.parse(matcher.group(2)));
      if (window.from.equals(window.until)) {
        throw wrong();
      }
      return window;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(wrong().getMessage(), e);
    }
  }

  /** That moment, or the next at which the window opens. */
  public ZonedDateTime open(ZonedDateTime at) {
    return contains(at.toLocalTime()) ? at : next(from, at);
  }

  /** How long it stays open; empty when it is not. */
  public Optional<Duration> left(ZonedDateTime at) {
    return contains(at.toLocalTime())
        ? Optional.of(Duration.between(at, next(until, at)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return from + "-" + until;
  }

  private boolean contains(LocalTime time) {
    boolean isAfter = !time.isBefore(from);
    boolean isBefore = time.isBefore(until);
    return from.isBefore(until) ? isAfter && isBefore : isAfter || isBefore;
  }

  private static ZonedDateTime next(LocalTime time, ZonedDateTime after) {
    ZonedDateTime today = after.toLocalDate().atTime(time).atZone(after.getZone());
    return today.isAfter(after)
        ? today
        : after.toLocalDate().plusDays(1).atTime(time).atZone(after.getZone());
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException("is no window; write for example 01:00-05:00");
  }
}
