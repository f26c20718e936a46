package dev.lading.runtime.container;

import dev.lading.runtime.backend.Bundle;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the program of a container to begin. By looking, and often: the kernel's watches are
 * few for each user, and may all be taken.
 */
final class Beginning {
  private static final Duration NO_LIMIT = Duration.ofDays(36_500);
  private static final long PAUSE_MILLIS = 5;

  private Beginning() {}

  /** Whether it had begun before the process ended. */
  static boolean await(Bundle bundle, Process process) throws InterruptedException {
    return await(bundle, process, NO_LIMIT);
  }

  /** Whether it has begun after that time at most, or before the process ended. */
  static boolean await(Bundle bundle, Process process, Duration patience)
      throws InterruptedException {
    long from = System.nanoTime();
    while (!bundle.hasBegun()) {
      boolean isOver = process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      if (isOver || System.nanoTime() - from > patience.toNanos()) {
        return bundle.hasBegun();
      }
    }
    return true;
  }
}
