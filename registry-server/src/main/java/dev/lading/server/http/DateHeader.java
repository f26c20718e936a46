package dev.lading.server.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The time of day as HTTP writes it, formatted once a second. Safe for use by many threads. */
final class DateHeader {
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
      last =
          new Second(
              epoch,
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  Instant.ofEpochSecond(epoch).atOffset(ZoneOffset.UTC)));
      now = last;
    }
    return last.text;
  }
}
