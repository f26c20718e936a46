package dev.lading.storage.s3;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a request is sent again: anything up to a bound that doubles, so that
 * those who failed together do not return together.
 *
 * @param random safe for several threads
 */
record Backoff(RandomGenerator random, Pause pause) {
  static final int ATTEMPTS = 8;
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  /** Waits. */
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  boolean isSpent(int attempt) {
    return attempt >= ATTEMPTS;
  }

  /** Waits after the attempt of that number; the first is 1. */
  void after(int attempt) throws InterruptedException {
    long bound = Math.min(LONGEST_MILLIS, FIRST_MILLIS << (attempt - 1));
    pause.sleep(Duration.ofMillis(random.nextLong(bound + 1)));
  }
}
