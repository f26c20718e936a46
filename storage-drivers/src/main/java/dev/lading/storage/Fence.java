package dev.lading.storage;

import java.time.Duration;

/**
 * A window of time in which objects may be removed, begun by {@link StorageDriver#fence}. Safe for
 * any number of threads.
 */
@FunctionalInterface
public interface Fence {
  /** Stores tell the time in whole seconds. */
  Duration SHORTEST = Duration.ofSeconds(1);

  /** No store takes a request for longer. */
  Duration LONGEST = Duration.ofDays(7);

  /**
   * Removes one object; absent is fine. Tried once: whoever wants to try again begins another
   * window.
   *
   * @return true when it is gone, durably. Otherwise nobody knows: it may be gone, or may still go
   *     before the window has ended, and never after that
   * @throws StorageUnavailable tells no more than false
   */
  boolean delete(Key key);

  /** Refuses a window outside {@link #SHORTEST} and {@link #LONGEST}. */
  static void requireWindow(Duration window) {
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a window has from a second to a week: " + window);
    }
  }
}
