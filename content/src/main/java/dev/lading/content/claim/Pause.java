package dev.lading.content.claim;

import dev.lading.storage.StorageUnavailable;
import java.time.Duration;

/** Waiting for a collector to get on. */
@FunctionalInterface
public interface Pause {
  /** Of this thread, by the clock. */
  Pause SLEEP =
      duration -> {
        try {
          Thread.sleep(duration);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new StorageUnavailable("interrupted while waiting for the collector", e);
        }
      };

  /**
   * Returns about then.
   *
   * @throws StorageUnavailable when this thread is interrupted, which it stays
   */
  void await(Duration duration);
}
