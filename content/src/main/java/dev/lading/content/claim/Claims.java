package dev.lading.content.claim;

import dev.lading.content.Digest;
import dev.lading.storage.ListedObject;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The writers' half of the collector's protocol. Whoever is about to rely on bytes claims their
 * digests first, waits for whoever is removing one of them, only then looks whether they are there,
 * and answers success only while the claim holds.
 *
 * <pre>
 * claim(d):  0 t := monotonic now
 *            1 a claim of d younger than g/4? else write claims/d/UUID
 *            2 any condemned/d/* that binds? wait, go to 0; too long: empty
 *            3 (the caller) link? data?
 *              deadline := t + g/2
 * </pre>
 *
 * A claim that this process wrote is remembered and not written again for a quarter of the grace.
 */
public final class Claims {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);

  private final StorageDriver driver;
  private final Marks marks;
  private final GcTerms terms;
  private final Surroundings surroundings;

  /**
   * Where time, chance and memory come from.
   *
   * @param atOnce how many claims are written together
   */
  public record Surroundings(
      LongSupplier nanoTime, Supplier<UUID> ids, Pause pause, ClaimMemory memory, int atOnce) {}

  /**
   * A claim taken.
   *
   * @param deadline in the monotonic clock's nanoseconds
   */
  public record Claim(long deadline) {}

  public Claims(StorageDriver driver, Marks marks, GcTerms terms, Surroundings surroundings) {
    this.driver = driver;
    this.marks = marks;
    this.terms = terms;
    this.surroundings = surroundings;
  }

  /**
   * Claims them all.
   *
   * @param patience how long to wait for a collector that is removing one of them
   * @return empty when one of them was condemned all that time
   */
  public Optional<Claim> claim(Collection<Digest> digests, Duration patience) {
    long began = now();
    long taken = began;
    while (true) {
      write(digests, taken);
      if (!marks.isAny(digests)) {
        return Optional.of(new Claim(taken + terms.deadline().toNanos()));
      }
      if (now() - began >= patience.toNanos()) {
        return Optional.empty();
      }
      surroundings.pause().await(between(patience));
      taken = now();
    }
  }

  /** Whether an answer that relies on the claim may still be given. */
  public boolean holds(Claim claim) {
    return now() - claim.deadline() < 0;
  }

  /** Whether this process claimed all of these so lately that it would not write a claim again. */
  public boolean areFresh(Collection<Digest> digests) {
    long now = now();
    return digests.stream().allMatch(each -> isFresh(each, now));
  }

  /** Whether somebody claimed the digest after that, by the store's time. */
  public boolean isClaimedAfter(Digest digest, Instant since) {
    return of(digest).anyMatch(claim -> claim.info().storeTime().isAfter(since));
  }

  /** When somebody last claimed the digest, by the store's time. */
  public Optional<Instant> last(Digest digest) {
    return of(digest).map(claim -> claim.info().storeTime()).max(Comparator.naturalOrder());
  }

  /**
   * When somebody last claimed each of these, by the store's time, read in one listing of all
   * claims.
   */
  public Map<Digest, Instant> last(Predicate<Digest> wanted) {
    Map<Digest, Instant> last = new HashMap<>();
    Listed.below(driver, GcKeys.CLAIMS)
        .forEach(
            claim ->
                GcKeys.digest(GcKeys.CLAIMS, claim.key())
                    .filter(wanted)
                    .ifPresent(
                        digest -> last.merge(digest, claim.info().storeTime(), Claims::later)));
    return last;
  }

  /** All of a digest, read as they are asked for. */
  public Stream<ListedObject> of(Digest digest) {
    return Listed.below(driver, GcKeys.claims(digest));
  }

  private void write(Collection<Digest> digests, long now) {
    List<Digest> missing = digests.stream().distinct().filter(each -> !isFresh(each, now)).toList();
    if (missing.size() <= 1 || surroundings.atOnce() == 1) {
      missing.forEach(each -> write(each, now));
      return;
    }
    List<Supplier<Digest>> writes =
        missing.stream()
            .map(
                each ->
                    (Supplier<Digest>)
                        () -> {
                          write(each, now);
                          return each;
                        })
            .toList();
    Parallel.run(writes, surroundings.atOnce(), "claiming digests");
  }

  private boolean isFresh(Digest digest, long now) {
    OptionalLong at = surroundings.memory().at(digest);
    return at.isPresent() && now - at.getAsLong() < terms.shared().toNanos();
  }

  /**
   * @param now from before the write, so that the claim never looks younger than it is
   */
  private void write(Digest digest, long now) {
    driver.writeTransient(GcKeys.claim(digest, surroundings.ids().get()), new byte[0]);
    surroundings.memory().put(digest, now);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Duration between(Duration patience) {
    Duration part = patience.dividedBy(100);
    return part.compareTo(SHORTEST_PAUSE) > 0 ? part : SHORTEST_PAUSE;
  }

  private long now() {
    return surroundings.nanoTime().getAsLong();
  }
}
