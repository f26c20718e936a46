package dev.lading.runtime.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the file that a program writes when a container has begun. By looking, and often: the
 * kernel's watches are few for each user, and may all be taken.
 */
final class Beginning {
  private static final long PAUSE_MILLIS = 5;

  private Beginning() {}

  /** Whether it was there before the process ended. */
  static boolean await(Path file, Process process) throws InterruptedException {
    while (!Files.exists(file)) {
      if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        return Files.exists(file);
      }
    }
    return true;
  }

  /** Whether it is there after that time at most, or before the process ended. */
  static boolean await(Path file, Process process, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!Files.exists(file)) {
      if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        return Files.exists(file);
      }
    }
    return true;
  }
}
