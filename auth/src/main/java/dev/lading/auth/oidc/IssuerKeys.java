package dev.lading.auth.oidc;

import dev.lading.auth.jose.SignedToken;
import dev.lading.auth.jose.TrustedKey;
import dev.lading.auth.jose.TrustedKeys;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One issuer's keys, remembered. They are fetched when first needed, after an hour, and when a
 * token names a key that is not among them; at most once a minute, by one thread, while the others
 * that cannot go on without wait for it. When they cannot be fetched the last ones count for a day:
 * long enough for an outage, and no key that the issuer took back counts for longer.
 *
 * <p>Safe for any number of threads; no lock is held while fetching.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  static final Duration FRESH = Duration.ofHours(1);
  static final Duration USABLE = Duration.ofDays(1);
  static final Duration BETWEEN_FETCHES = Duration.ofMinutes(1);

  private final KeyFetch fetch;
  private final InstantSource clock;
  private final Duration deadline;
  private volatile Fetched fetched = new Fetched(TrustedKeys.none(), Instant.MIN);

  // Guarded by this.
  private Instant nextFetch = Instant.MIN;
  private @Nullable CountDownLatch underway;

  private record Fetched(TrustedKeys keys, Instant at) {
    boolean isYoungerThan(Duration age, Instant now) {
      return !at.equals(Instant.MIN) && now.isBefore(at.plus(age));
    }
  }

  /** What is known of the key a token names. */
  sealed interface Lookup {
    record Found(TrustedKey key) implements Lookup {}

    record Unknown() implements Lookup {}

    /** There are no keys to look among. */
    record Unavailable() implements Lookup {}
  }

  /** Whose turn it is to fetch; the latch opens when whoever fetches is done. */
  private sealed interface Turn {
    record Ours(CountDownLatch done) implements Turn {}

    record Others(CountDownLatch done) implements Turn {}

    record Nobodys() implements Turn {}
  }

  /**
   * @param deadline for how long to wait for another thread that fetches
   */
  IssuerKeys(KeyFetch fetch, InstantSource clock, Duration deadline) {
    this.fetch = fetch;
    this.clock = clock;
    this.deadline = deadline;
  }

  Lookup keyOf(SignedToken token) {
    Fetched known = fetched;
    if (!known.isYoungerThan(FRESH, clock.instant()) || known.keys().namedBy(token).isEmpty()) {
      refresh();
      known = fetched;
    }
    if (!known.isYoungerThan(USABLE, clock.instant())) {
      return new Lookup.Unavailable();
    }
    Optional<TrustedKey> key = known.keys().namedBy(token);
    return key.isPresent() ? new Lookup.Found(key.get()) : new Lookup.Unknown();
  }

  /** Returns when the keys are as new as they may be, or cannot be had. */
  private void refresh() {
    switch (turn()) {
      case Turn.Ours(CountDownLatch done) -> {
        try {
          fetched = new Fetched(fetch.fetch(), clock.instant());
        } catch (IOException e) {
          LOG.warn("oidc-keys-unavailable issuer={}", fetch.issuer(), e);
        } finally {
          end(done);
        }
      }
      case Turn.Others(CountDownLatch done) -> await(done);
      case Turn.Nobodys _ -> {}
    }
  }

  private synchronized Turn turn() {
    if (underway != null) {
      return new Turn.Others(underway);
    }
    Instant now = clock.instant();
    if (now.isBefore(nextFetch)) {
      return new Turn.Nobodys();
    }
    nextFetch = now.plus(BETWEEN_FETCHES);
    underway = new CountDownLatch(1);
    return new Turn.Ours(underway);
  }

  private void end(CountDownLatch done) {
    synchronized (this) {
      underway = null;
    }
    done.countDown();
  }

  private void await(CountDownLatch other) {
    try {
      if (!other.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("oidc-keys-slow issuer={}", fetch.issuer());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
