package dev.lading.server.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time of day as RFC 9110, section 5.6.7, writes it ({@code IMF-fixdate}), formatted once a
 * second. Safe for use by many threads.
 */
final class DateHeader {
  /** The JDK's RFC 1123 leaves the first digit of the day out, which HTTP does not. */
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private volatile Second now = new Second(Long.MIN_VALUE, "");

  private record Second(long epoch, String text) {}

  DateHeader(InstantSource clock) {
    this.clock = clock;
  }

  String value() {
    long epoch = Math.floorDiv(clock.millis(), 1000);
    Second last = now;
    if (last.epoch != epoch) {
      last = new Second(epoch, IMF_FIXDATE.format(Instant.ofEpochSecond(epoch)));
      now = last;
    }
    return last.text;
  }
}
