package dev.lading.gc;

import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.StoreClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Sees to it that the store's clock goes on as the monotonic one does. Writers keep within
 * deadlines by the one, claims age by the other: after a step of a quarter of the grace they say
 * different things of what is safe. Looks back over one grace at least, or as far as this process
 * goes. Safe for several threads.
 */
final class ClockWatch {
  private final StoreClock clock;
  private final LongSupplier nanoTime;
  private final GcTerms terms;

  // Guarded by this; oldest first. The first is older than a grace, or the first there ever was.
  private final Deque<Reading> readings = new ArrayDeque<>();

  private record Reading(Instant store, long nanos) {}

  ClockWatch(StoreClock clock, LongSupplier nanoTime, GcTerms terms) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.terms = terms;
  }

  /** How far both went apart since the oldest reading; takes another one. */
  synchronized Duration drift() {
    long before = nanoTime.getAsLong();
    Reading now = new Reading(clock.now(), before);
    Duration most = Duration.ZERO;
    for (Reading earlier : readings) {
      Duration drift = drift(earlier, now);
      most = drift.compareTo(most) > 0 ? drift : most;
    }
    note(now);
    return most;
  }

  /** Whether that is more than the protocol allows for. */
  boolean hasStepped() {
    return drift().compareTo(terms.grace().dividedBy(4)) > 0;
  }

  private void note(Reading now) {
    Duration apart = terms.grace().dividedBy(8);
    if (readings.isEmpty() || since(readings.getLast(), now).compareTo(apart) >= 0) {
      readings.addLast(now);
    }
    while (readings.size() > 1 && isOldEnough(readings.stream().skip(1).findFirst().get(), now)) {
      readings.removeFirst();
    }
  }

  private boolean isOldEnough(Reading reading, Reading now) {
    return since(reading, now).compareTo(terms.grace()) >= 0;
  }

  private static Duration since(Reading earlier, Reading now) {
    return Duration.ofNanos(now.nanos() - earlier.nanos());
  }

  private static Duration drift(Reading earlier, Reading now) {
    return Duration.between(earlier.store(), now.store()).minus(since(earlier, now)).abs();
  }
}
