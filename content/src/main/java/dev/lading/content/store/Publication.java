package dev.lading.content.store;

import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.Digest;
import dev.lading.content.claim.Claims;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The frame of every acknowledged write: claim what will be relied on, check and publish, and then
 * answer only while the claim holds; else all of it is done again from the claim. The steps inside
 * are idempotent.
 */
final class Publication {
  private static final int ATTEMPTS = 5;
  private static final Duration PATIENCE_TO_LOOK = Duration.ofSeconds(2);
  private final Claims claims;
  private final Duration patience;

  /**
   * @param patience how long a write waits for a collector that is removing what it relies on
   */
  Publication(Claims claims, Duration patience) {
    this.claims = claims;
    this.patience = patience;
  }

  <T> T publish(Collection<Digest> relied, Supplier<T> checkAndPublish) {
    return publish(relied, checkAndPublish, () -> true);
  }

  /**
   * @param stillThere asked after the last write: false when someone removed it meanwhile
   * @throws StoreBusy when that happened again and again, or a collector took too long
   */
  <T> T publish(
      Collection<Digest> relied, Supplier<T> checkAndPublish, BooleanSupplier stillThere) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Claims.Claim claim =
          claims
              .claim(relied, patience)
              .orElseThrow(() -> new StoreBusy("what is pushed was being removed for " + patience));
      T published = checkAndPublish.get();
      if (claims.holds(claim) && stillThere.getAsBoolean()) {
        return published;
      }
    }
    throw new StoreBusy("what was published was removed again " + ATTEMPTS + " times");
  }

  /**
   * Looks for what a client is about to rely on, so that what it is told stays true: there is time
   * to push what refers to it. What is not there, or is just being removed, is unknown: then the
   * client uploads it.
   *
   * <p>Digests that nothing is stored under are not claimed: anybody may ask for any of them.
   */
  <T> Optional<T> look(Digest digest, Supplier<Optional<T>> look) {
    if (!isClaimed(List.of(digest)) && look.get().isEmpty()) {
      return Optional.empty();
    }
    return claims.claim(List.of(digest), PATIENCE_TO_LOOK).flatMap(_ -> look.get());
  }

  /**
   * Whether claiming these writes nothing. Else whoever got their names from outside first looks
   * whether they are there: a claim is an object in the store.
   */
  boolean isClaimed(Collection<Digest> digests) {
    return claims.areFresh(digests);
  }
}
