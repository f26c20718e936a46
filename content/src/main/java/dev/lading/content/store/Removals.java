package dev.lading.content.store;

import dev.lading.content.Digest;
import dev.lading.content.claim.Claims;
import dev.lading.content.claim.GcKeys;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Holds;
import dev.lading.content.claim.Listed;
import dev.lading.content.claim.Marks;
import dev.lading.content.claim.Runs.Run;
import dev.lading.content.claim.StoreClock;
import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageDriver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The collector's half of the protocol: removes what a mark found unneeded, unless somebody has
 * claimed it meanwhile. Safe beside any number of writers and of other collectors, and to be killed
 * at any step; what it leaves then, the next run removes.
 *
 * <pre>
 * remove(x) by run n (x unneeded in n's mark):
 *   0 a claim of x newer than T0-g? -> keep, write no mark
 *   1 now > T0+R? -> end run.  t0 := now; write condemned/x/n
 *   2 read the claims again: newer than T0-g? or a hold? -> drop own mark, keep
 *   3 trash on: copy data -> trash/x/n
 *   4 links, then data, each taking effect by t0+W or never
 *   5 drop condemned/x/n
 * </pre>
 *
 * Claims older than g+R+V are deleted by {@link #forgetAllClaims}, never younger ones: no run that
 * still goes on can need them.
 *
 * <p>The order of calls is the caller's: keepers before what they keep (tag, index, manifest,
 * referrers, layers). What is kept, or not confirmed, keeps all that is reachable from it.
 */
public final class Removals {
  private static final int CLAIMS_PER_BATCH = 1_000;

  private final StorageDriver driver;
  private final Claims claims;
  private final Marks marks;
  private final Holds holds;
  private final StoreClock clock;
  private final GcTerms terms;
  private final Trash trash;
  private final Unlinking unlinking;
  private final int atOnce;

  /**
   * What the halves of the protocol share, and the rest of the store.
   *
   * @param atOnce how many claims are deleted together
   */
  record Parts(
      StorageDriver driver,
      Claims claims,
      Marks marks,
      Holds holds,
      StoreClock clock,
      GcTerms terms,
      Trash trash,
      Unlinking unlinking,
      int atOnce) {}

  /** How one removal ended. */
  public enum Outcome {
    /** It is gone. */
    REMOVED,
    /** Somebody relies on it. */
    CLAIMED,
    /** It may be gone, or go yet: its mark stays until that is over. */
    UNCONFIRMED,
    /** Somebody holds the store. */
    HELD,
    /** The run has lasted too long to remove anything more; nothing was done. */
    RUN_OVER
  }

  Removals(Parts parts) {
    this.driver = parts.driver();
    this.claims = parts.claims();
    this.marks = parts.marks();
    this.holds = parts.holds();
    this.clock = parts.clock();
    this.terms = parts.terms();
    this.trash = parts.trash();
    this.unlinking = parts.unlinking();
    this.atOnce = parts.atOnce();
  }

  /**
   * Removes links, and then data.
   *
   * @param keepsTrash whether it can be brought back afterwards
   */
  public Outcome remove(Doomed doomed, Run run, boolean keepsTrash) {
    if (isClaimed(doomed, run)) {
      return Outcome.CLAIMED;
    }
    if (clock.now().isAfter(run.began().plus(terms.longestRun()))) {
      return Outcome.RUN_OVER;
    }
    Fence fence = driver.fence(terms.window());
    doomed.claimable().forEach(name -> marks.condemn(name, run.number()));
    boolean isSettled = true;
    try {
      if (isClaimed(doomed, run)) {
        return Outcome.CLAIMED;
      }
      if (holds.holder().isPresent()) {
        return Outcome.HELD;
      }
      if (keepsTrash) {
        trash.keep(doomed, run.number());
      }
      isSettled = false;
      isSettled = isGone(doomed, fence);
      return isSettled ? Outcome.REMOVED : Outcome.UNCONFIRMED;
    } finally {
      end(doomed, run, isSettled);
    }
  }

  /** When somebody last claimed the digest, by the store's time. */
  public Optional<Instant> lastClaim(Digest digest) {
    return claims.last(digest);
  }

  /**
   * When somebody last claimed each of these, by the store's time; reads the names of all claims.
   */
  public Map<Digest, Instant> lastClaims(Predicate<Digest> wanted) {
    return claims.last(wanted);
  }

  /** What {@link #remove} would come to now; changes nothing. */
  public Outcome look(Doomed doomed, Run run) {
    if (isClaimed(doomed, run)) {
      return Outcome.CLAIMED;
    }
    return holds.holder().isPresent() ? Outcome.HELD : Outcome.REMOVED;
  }

  /**
   * @param isSettled whether nothing more of it can take effect, be the store shared or not
   */
  private void end(Doomed doomed, Run run, boolean isSettled) {
    doomed.claimable().forEach(name -> marks.lift(name, run.number(), isSettled));
  }

  /** Deletes all claims that no run can need any more, by one listing. */
  public void forgetAllClaims() {
    Predicate<ListedObject> isOld = isOld();
    List<Key> some = new ArrayList<>();
    Listed.below(driver, GcKeys.CLAIMS)
        .filter(isOld)
        .map(ListedObject::key)
        .forEach(
            key -> {
              some.add(key);
              if (some.size() == CLAIMS_PER_BATCH) {
                forget(some);
              }
            });
    forget(some);
  }

  private void forget(List<Key> some) {
    Parallel.run(
        some.stream().map(this::deletion).toList(), atOnce, "deleting claims nobody needs");
    some.clear();
  }

  private Supplier<Key> deletion(Key claim) {
    return () -> {
      driver.deleteTransient(claim);
      return claim;
    };
  }

  private Predicate<ListedObject> isOld() {
    Instant old = clock.now().minus(terms.claimLife());
    return claim -> claim.info().storeTime().isBefore(old);
  }

  private boolean isClaimed(Doomed doomed, Run run) {
    Instant since = run.began().minus(terms.grace());
    return doomed.claimable().stream().anyMatch(name -> claims.isClaimedAfter(name, since));
  }

  /** All links first: a link without data never comes from here. */
  private boolean isGone(Doomed doomed, Fence fence) {
    for (Doomed.Link link : doomed.links()) {
      if (!unlinking.unlink(link, fence)) {
        return false;
      }
    }
    return !doomed.isDataUnneeded() || fence.delete(Layout.blobData(doomed.digest()));
  }
}
