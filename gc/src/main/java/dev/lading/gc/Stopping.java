package dev.lading.gc;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Why a run removes nothing more: once there is a reason, it stays. Used by one thread. */
final class Stopping {
  private static final Duration CLOCK_CHECKS = Duration.ofSeconds(10);
  private static final Problem CLOCK_STEPPED =
      new Problem(
          Problem.Kind.CLOCK_STEPPED,
          "run",
          "the store's clock and ours went apart by more than a quarter of the grace");
  private final Heart heart;
  private final ClockWatch watch;
  private final LongSupplier nanoTime;
  private final Limits limits;
  private final long began;
  private long nextClockCheck;
  private Optional<Problem> reason = Optional.empty();

  /**
   * How long a run may go on.
   *
   * @param atMost empty for as long as it takes
   */
  record Limits(Optional<Duration> atMost, Duration grace) {}

  /** Watches from now on. */
  Stopping(Heart heart, ClockWatch watch, LongSupplier nanoTime, Limits limits) {
    this.heart = heart;
    this.watch = watch;
    this.nanoTime = nanoTime;
    this.limits = limits;
    this.began = nanoTime.getAsLong();
    this.nextClockCheck = began;
    watch.drift(); // the run's own time is watched
  }

  Optional<Problem> reason() {
    if (reason.isEmpty()) {
      reason = findReason();
    }
    return reason;
  }

  void stop(Problem because) {
    reason = Optional.of(because);
  }

  /** What goes by its age alone waits for a clock that can be believed. */
  boolean isClockTrusted(Problems problems) {
    boolean isTold = problems.hasAny(Problem.Kind.CLOCK_STEPPED);
    if (!isTold && watch.hasStepped()) {
      problems.add(CLOCK_STEPPED);
      return false;
    }
    return !isTold;
  }

  private Optional<Problem> findReason() {
    if (heart.hasLost()) {
      return because(Problem.Kind.LEASE_LOST, "another run has begun, or a process by other terms");
    }
    long age = nanoTime.getAsLong() - began;
    if (limits.atMost().filter(most -> age > most.toNanos()).isPresent()) {
      return because(Problem.Kind.OUT_OF_TIME, "its window has ended");
    }
    return hasClockStepped() ? Optional.of(CLOCK_STEPPED) : Optional.empty();
  }

  private static Optional<Problem> because(Problem.Kind kind, String what) {
    return Optional.of(new Problem(kind, "run", what));
  }

  private boolean hasClockStepped() {
    long now = nanoTime.getAsLong();
    if (now - nextClockCheck < 0) {
      return false;
    }
    Duration share = limits.grace().dividedBy(16);
    Duration next = share.compareTo(CLOCK_CHECKS) < 0 ? share : CLOCK_CHECKS;
    nextClockCheck = now + next.toNanos();
    return watch.hasStepped();
  }
}
