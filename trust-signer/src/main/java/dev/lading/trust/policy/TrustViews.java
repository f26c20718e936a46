package dev.lading.trust.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.trust.Gun;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException;
import dev.lading.trust.store.DamagedTrustData;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.TrustStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How repositories stand, remembered: the least recently used are forgotten first. The store is
 * asked for the newest generation at most every {@link #FRESH} for each GUN, and at once after
 * {@link #published}; only another generation, or the end of what was believed, has files read and
 * signatures checked. In between an answer costs neither.
 *
 * <p>Safe for any number of threads, of which one asks the store about a GUN and the others wait
 * for it.
 */
final class TrustViews {
  /** How long what another replica publishes may go unnoticed. */
  static final Duration FRESH = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(TrustViews.class);
  private static final int LOCKS = 256;
  private static final long ROOT_BYTES = 16L << 20;

  private final TrustStore store;
  private final Renewal renewal;
  private final InstantSource clock;
  private final Cache<Gun, Seen> seen;
  private final KnownRoots roots = new KnownRoots(ROOT_BYTES);
  private final Lock[] locks;

  /**
   * @param asked when the store was, before it answered; long ago when it has to be again
   */
  private record Seen(Standing standing, Instant asked) {
    boolean isFresh(Instant now) {
      return !now.isBefore(asked)
          && Duration.between(asked, now).compareTo(FRESH) < 0
          && standing.view().holds(now);
    }

    Seen outdated() {
      return new Seen(standing, Instant.EPOCH);
    }
  }

  /**
   * @param bytes of views, about
   * @param entries of repositories, those included that have no trust data
   */
  TrustViews(TrustStore store, Renewal renewal, InstantSource clock, long bytes, int entries) {
    this.store = store;
    this.renewal = renewal;
    this.clock = clock;
    long least = bytes / entries;
    this.seen =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .<Gun, Seen>weigher(
                (_, each) ->
                    Math.clamp(each.standing().view().bytes(), (int) least, Integer.MAX_VALUE))
            .executor(Runnable::run)
            .build();
    this.locks = new Lock[LOCKS];
    Arrays.setAll(locks, _ -> new ReentrantLock());
  }

  /** How the repository stands now, or stood at most {@link #FRESH} ago; never past its time. */
  Standing of(Gun gun, TrustRule rule) {
    Optional<Standing> known = fresh(gun, clock.instant());
    return known.isPresent() ? known.get() : asked(gun, rule);
  }

  /** To be told after a publication or a deletion was committed here. */
  void published(Gun gun) {
    Lock lock = lock(gun);
    // Whoever is asking the store may have been answered before the commit: after him.
    lock.lock();
    try {
      seen.asMap().computeIfPresent(gun, (_, each) -> each.outdated());
    } finally {
      lock.unlock();
    }
  }

  private Optional<Standing> fresh(Gun gun, Instant now) {
    return Optional.ofNullable(seen.getIfPresent(gun))
        .filter(each -> each.isFresh(now))
        .map(Seen::standing);
  }

  private Standing asked(Gun gun, TrustRule rule) {
    Lock lock = lock(gun);
    lock.lock();
    try {
      Instant now = clock.instant();
      Optional<Standing> meanwhile = fresh(gun, now);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      Standing standing = ask(gun, rule, now);
      if (isForTheServerToRenew(standing) && renewal.renew(gun)) {
        standing = ask(gun, rule, now);
      }
      seen.put(gun, new Seen(standing, now));
      return standing;
    } finally {
      lock.unlock();
    }
  }

  private Standing ask(Gun gun, TrustRule rule, Instant now) {
    try {
      Optional<Generation> newest = store.newest(gun);
      if (newest.isEmpty() || newest.get().isDeletion()) {
        return new Standing.Nothing(VerifiedView.none(gun, number(newest)));
      }
      Optional<Standing> same = unchanged(gun, newest.get().number(), now);
      return same.isPresent() ? same.get() : verified(newest.get(), rule, now);
    } catch (DamagedTrustData e) {
      LOG.error("trust data is damaged, nothing is served on it gun={}", gun, e);
      return new Standing.Damaged(VerifiedView.none(gun, 0));
    }
  }

  private static boolean isForTheServerToRenew(Standing standing) {
    return standing instanceof Standing.Disbelieved(_, TrustException cause)
        && cause instanceof TrustException.Expired expired
        && expired.role() instanceof ServerRole;
  }

  /** What was proven stays so; what was not is looked at again, for the reason may be gone. */
  private Optional<Standing> unchanged(Gun gun, long number, Instant now) {
    return Optional.ofNullable(seen.getIfPresent(gun))
        .map(Seen::standing)
        .filter(Standing.Proven.class::isInstance)
        .filter(each -> each.view().basis().generation() == number && each.view().holds(now));
  }

  private Standing verified(Generation generation, TrustRule rule, Instant now) {
    try {
      return new Standing.Proven(new Evidence(store, generation, rule, roots, now).verified());
    } catch (TrustException e) {
      LOG.warn(
          "trust data is not to be believed gun={} generation={} reason=\"{}\"",
          generation.gun(),
          generation.number(),
          e.text());
      return new Standing.Disbelieved(VerifiedView.none(generation.gun(), generation.number()), e);
    }
  }

  private Lock lock(Gun gun) {
    return locks[Math.floorMod(gun.hashCode(), LOCKS)];
  }

  private static long number(Optional<Generation> generation) {
    return generation.map(Generation::number).orElse(0L);
  }
}
