package dev.lading.gc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Time that passes only when a test says so; wall and monotonic, which a step takes apart. */
final class TestClock implements InstantSource, LongSupplier {
  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ofDays(1));
  private final AtomicReference<Instant> start =
      new AtomicReference<>(Instant.parse("2026-11-20T21:37:22Z"));

  @Override
  public Instant instant() {
    return start.get().plus(passed.get());
  }

  @Override
  public long getAsLong() {
    return passed.get().toNanos();
  }

  void pass(Duration time) {
    passed.updateAndGet(before -> before.plus(time));
  }

  /** Sets the wall clock forward. */
  void step(Duration by) {
    start.updateAndGet(before -> before.plus(by));
  }
}
