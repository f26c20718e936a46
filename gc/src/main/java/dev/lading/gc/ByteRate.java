package dev.lading.gc;

import dev.lading.content.claim.Pause;
import java.time.Duration;
import java.util.function.LongSupplier;

/** So many bytes a second, by all threads together. Nobody makes up for time that nobody used. */
final class ByteRate {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private final long perSecond;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private long free;

  /**
   * @param perSecond 0 for as many as can be
   */
  ByteRate(long perSecond, LongSupplier nanoTime, Pause pause) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.free = nanoTime.getAsLong();
  }

  /** Returns when so many may be read. */
  void await(int bytes) {
    long wait = reserve(bytes);
    if (wait > 0) {
      pause.await(Duration.ofNanos(wait));
    }
  }

  private synchronized long reserve(int bytes) {
    if (perSecond == 0 || bytes == 0) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    long begin = free - now > 0 ? free : now;
    free = begin + (long) (bytes * NANOS / perSecond);
    return begin - now;
  }
}
