package dev.lading.runtime.registry.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and after how long something is asked again: when there was no connection, and when the
 * registry says that it has no time (429, 503).
 *
 * @param attempts in all, at least 1
 * @param longest that is waited once; a registry that asks for more gets its answer passed on
 */
public record Repetition(
    int attempts,
    Duration first,
    Duration longest,
    Pause pause,
    Clock clock,
    RandomGenerator random) {

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  public static Repetition usual(Clock clock, RandomGenerator random) {
    return new Repetition(
        4, Duration.ofMillis(250), Duration.ofSeconds(30), Thread::sleep, clock, random);
  }

  /** Doubles each time, less up to a half by chance, so that clients do not come back together. */
  Duration backoff(int attempt) {
    Duration full = first.multipliedBy(1L << Math.min(attempt, 10));
    Duration bounded = full.compareTo(longest) > 0 ? longest : full;
    return bounded.minus(Duration.ofMillis(random.nextLong(bounded.toMillis() / 2 + 1)));
  }

  /** What {@code Retry-After} asks for, in either of its forms; empty when it is neither. */
  Optional<Duration> asked(String retryAfter) {
    String text = retryAfter.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(clock.instant(), until);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
