package dev.lading.server.gc;

import dev.lading.config.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/** When the collector runs by itself. */
public sealed interface Schedule {
  /** After a start the first run of an interval does not wait for all of it. */
  Duration SOON = Duration.ofMinutes(1);

  /**
   * When the next run is due.
   *
   * @param last when the last one began, by whatever process; empty before the first
   */
  ZonedDateTime due(ZonedDateTime now, Optional<Instant> last);

  /** At certain times. */
  record Cron(CronExpression expression) implements Schedule {
    @Override
    public ZonedDateTime due(ZonedDateTime now, Optional<Instant> last) {
      return expression.next(now);
    }

    @Override
    public String toString() {
      return expression.toString();
    }
  }

  /** Each so long after the one before began; at once when that one took longer. */
  record Every(Duration interval) implements Schedule {
    @Override
    public ZonedDateTime due(ZonedDateTime now, Optional<Instant> last) {
      ZonedDateTime due =
          last.map(began -> began.plus(interval).atZone(now.getZone()))
              .orElseGet(() -> now.plus(interval.compareTo(SOON) < 0 ? interval : SOON));
      return due.isAfter(now) ? due : now;
    }

    @Override
    public String toString() {
      return "every " + GoDuration.formatSpan(interval);
    }
  }
}
