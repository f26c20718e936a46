package dev.lading.gc;

import dev.lading.content.claim.Pause;
import java.time.Duration;
import java.util.function.LongSupplier;

/** So many things a second, evenly. Used by one thread. */
final class Pace {
  private final long everyNanos;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private long next;

  /**
   * @param perSecond 0 for as many as can be
   */
  Pace(int perSecond, LongSupplier nanoTime, Pause pause) {
    this.everyNanos = perSecond == 0 ? 0 : Duration.ofSeconds(1).toNanos() / perSecond;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.next = nanoTime.getAsLong();
  }

  /** Returns when it is time for the next one. */
  void await() {
    if (everyNanos == 0) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (next - now > 0) {
      pause.await(Duration.ofNanos(next - now));
    } else {
      next = now;
    }
    next += everyNanos;
  }
}
