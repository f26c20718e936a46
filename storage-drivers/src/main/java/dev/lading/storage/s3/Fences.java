package dev.lading.storage.s3;

import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.StorageUnavailable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the windows in which objects of one store can be removed, in the way that this store is
 * able to end them. Safe for any number of threads.
 */
final class Fences {
  private static final Logger LOG = LoggerFactory.getLogger(Fences.class);
  private static final Key PLACE = Key.of("lading", "cache", "fence");

  private final Store store;
  private final Removals removals;

  // Guarded by this; null until it was found out.
  private @Nullable Boolean refusesLate;

  Fences(Store store) {
    this.store = store;
    this.removals = new Removals(store.bucket());
  }

  /**
   * @throws StorageUnavailable when the store does not say what time it is, or, before the first
   *     window, cannot be tried out
   */
  Fence begin(Duration window) {
    Duration seconds = window.truncatedTo(ChronoUnit.SECONDS);
    if (refusesLate()) {
      Instant begun = now();
      return key -> isGone(key, removals.within(name(key), begun, seconds));
    }
    long begun = store.clock().nanos();
    return key -> isGone(key, removals.whileInTime(name(key), () -> isWithin(seconds, begun)));
  }

  /** Whoever comes while it is found out waits for that. */
  private synchronized boolean refusesLate() {
    if (refusesLate == null) {
      Optional<String> fault =
          new FenceTrial(store.bucket(), store.clock())
              .fault(name(PLACE.resolve(store.bucket().marks().get())));
      fault.ifPresentOrElse(
          reason ->
              LOG.warn(
                  "the store does not keep removals from coming late: that none is on its way for"
                      + " more than a minute is assumed reason=\"{}\"",
                  reason),
          () -> LOG.info("the store refuses removals that come late"));
      refusesLate = fault.isEmpty();
    }
    return refusesLate;
  }

  private Instant now() {
    return store.clock().now().or(this::askedNow).orElseThrow(Fences::timeless);
  }

  private Optional<Instant> askedNow() {
    store.bucket().list(name(PLACE), page -> page.maxKeys(1));
    return store.clock().now();
  }

  private boolean isWithin(Duration window, long begun) {
    return store.clock().nanos() - begun < window.toNanos();
  }

  private boolean isGone(Key key, Removal removal) {
    return switch (removal) {
      case Removal.Gone _ -> true;
      case Removal.Refused(Exception answer) -> unconfirmed(key, answer);
      case Removal.Doubtful(Exception cause) -> unconfirmed(key, cause);
    };
  }

  private boolean unconfirmed(Key key, Exception cause) {
    LOG.debug("a removal is not confirmed key={}", key, cause);
    return false;
  }

  private String name(Key key) {
    return store.names().of(key);
  }

  private static StorageUnavailable timeless() {
    return new StorageUnavailable(
        "the store does not tell the time", new DateTimeException("no Date in its answers"));
  }
}
