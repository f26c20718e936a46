package dev.lading.content.interleaving;

import java.time.Duration;
import java.time.Instant;

/**
 * The three clocks of a world, in nanoseconds since its start. They advance together; each alone
 * can be made to jump.
 */
public enum Times {
  /** What {@link System#nanoTime} would say, in every process. */
  MONOTONIC,
  /** What the machines say. */
  WALL,
  /** What the store stamps its objects with. */
  STORE;

  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Under this name a {@link World} has it, and checks watch it. */
  public String clock() {
    return "@clock/" + name();
  }

  long nanos(Site site) {
    return (Long) site.get(clock()).orElse(0L);
  }

  Instant instant(Site site) {
    return START.plusNanos(nanos(site));
  }

  void jump(Site site, Duration by) {
    site.put(clock(), nanos(site) + by.toNanos());
  }

  static void pass(Site site, Duration time) {
    for (Times each : values()) {
      each.jump(site, time);
    }
  }
}
