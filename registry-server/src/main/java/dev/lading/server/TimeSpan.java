package dev.lading.server;

import dev.lading.auth.robots.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times to come, as commands take them: {@code 90d}, {@code 12h}, {@code 30m}. */
final class TimeSpan {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})([dhm])");

  private TimeSpan() {}

  /**
   * @throws IllegalArgumentException when it is none; the message goes on after the text
   */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is no time span; write for example 24h, 30m or 7d");
    }
    int count = Integer.parseInt(matcher.group(1));
    return switch (matcher.group(2)) {
      case "d" -> Duration.ofDays(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofMinutes(count);
    };
  }

  /**
   * An end: a time span from now, a date, a moment, or {@code never}.
   *
   * @throws IllegalArgumentException as {@link #parse}
   */
  static Expiry end(String text, Instant now) {
    if (FORM.matcher(text).matches()) {
      return new Expiry(now.plus(parse(text)));
    }
    try {
      return Expiry.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is no end; write for example 90d, 2027-01-31 or never", e);
    }
  }
}
