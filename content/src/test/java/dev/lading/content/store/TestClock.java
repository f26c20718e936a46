package dev.lading.content.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Time that passes only when a test says so; wall and monotonic. */
final class TestClock implements InstantSource, LongSupplier {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T21:37:22.123456Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public long getAsLong() {
    return Duration.between(Instant.EPOCH, now.get()).toNanos();
  }

  void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
