package dev.lading.server.http;

import dev.lading.server.exchange.RequestException;

/**
 * Whether one body keeps moving. Time in which it is not the sender who is waited for does not
 * count against the sender. Mutable; belongs to one event loop.
 */
final class BodyPace {
  private final HttpLimits limits;
  private long windowStart;
  private long windowBytes;
  private boolean starving;
  private long starvingSince;

  BodyPace(HttpLimits limits, long now) {
    this.limits = limits;
    this.windowStart = now;
  }

  void received(int bytes) {
    windowBytes += bytes;
  }

  /**
   * @param sendersTurn whether nothing but the sender keeps the body from moving
   */
  boolean isTooSlow(boolean sendersTurn, long now) {
    if (sendersTurn && now - windowStart < limits.bodyWindow().toNanos()) {
      return false;
    }
    boolean slow =
        sendersTurn
            && windowBytes < limits.bodyBytesPerSecond() * limits.bodyWindow().toMillis() / 1000;
    windowStart = now;
    windowBytes = 0;
    return slow;
  }

  RequestException tooSlow() {
    return new RequestException.BodyTooSlow(limits.bodyBytesPerSecond(), limits.bodyWindow());
  }

  /** A page came: whoever waits after this waits for another. */
  void fed() {
    starving = false;
  }

  boolean starvesTooLong(boolean starves, long now) {
    if (starves && !starving) {
      starvingSince = now;
    }
    starving = starves;
    return starves && now - starvingSince >= limits.bufferWait().toNanos();
  }
}
