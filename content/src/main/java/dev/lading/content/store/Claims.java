package dev.lading.content.store;

import dev.lading.content.Digest;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;

/**
 * The writers' half of the collector's protocol (docs/architecture.md, "Claim, check, publish, link
 * last"). Whoever is about to rely on bytes claims their digests first, and answers success only
 * while the claim holds; a collector would keep what is claimed.
 *
 * <p>No collector sweeps this store format, so a claim is not written down yet: what is fixed here
 * is where claims are taken and that a deadline is checked after the last link.
 */
final class Claims {
  private final Duration grace;
  private final LongSupplier nanoTime;

  Claims(Duration grace, LongSupplier nanoTime) {
    this.grace = grace;
    this.nanoTime = nanoTime;
  }

  /** Claims them all; the claim is as old as its first step. */
  Claim claim(Collection<Digest> digests) {
    long taken = nanoTime.getAsLong();
    return new Claim(taken + grace.dividedBy(2).toNanos());
  }

  /** Whether an answer that relies on the claim may still be given. */
  boolean holds(Claim claim) {
    return nanoTime.getAsLong() - claim.deadline() < 0;
  }

  /**
   * A claim taken.
   *
   * @param deadline in the monotonic clock's nanoseconds
   */
  record Claim(long deadline) {}
}
