package dev.lading.storage.s3;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a request is sent again: anything up to a bound that doubles, so that
 * those who failed together do not return together.
 *
 * @param random safe for several threads
 * @param nanoTime a clock that only goes forward
 * @param attempts how many are made at most
 */
record Backoff(RandomGenerator random, Pause pause, LongSupplier nanoTime, int attempts) {
  private static final int ATTEMPTS = 8;
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  Backoff(RandomGenerator random, Pause pause, LongSupplier nanoTime) {
    this(random, pause, nanoTime, ATTEMPTS);
  }

  /** Waits. */
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  /**
   * Whether there is no use in another attempt: so many were made, or, with a store that is silent,
   * whoever waits for the answer has given up by now.
   *
   * @param left of the time that the request has for all its attempts
   */
  boolean isSpent(int attempt, Duration left) {
    return attempt >= attempts || !left.isPositive();
  }

  Backoff withAttempts(int most) {
    return new Backoff(random, pause, nanoTime, most);
  }

  /** Waits after the attempt of that number; the first is 1. */
  void after(int attempt) throws InterruptedException {
    long bound = Math.min(LONGEST_MILLIS, FIRST_MILLIS << (attempt - 1));
    pause.sleep(Duration.ofMillis(random.nextLong(bound + 1)));
  }
}
