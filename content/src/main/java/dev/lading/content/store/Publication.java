package dev.lading.content.store;

import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.Digest;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The frame of every acknowledged write: claim what will be relied on, check and publish, and then
 * answer only while the claim holds; else all of it is done again from the claim. The steps inside
 * are idempotent.
 */
final class Publication {
  private static final int ATTEMPTS = 5;
  private final Claims claims;

  Publication(Claims claims) {
    this.claims = claims;
  }

  <T> T publish(Collection<Digest> relied, Supplier<T> checkAndPublish) {
    return publish(relied, checkAndPublish, () -> true);
  }

  /**
   * @param stillThere asked after the last write: false when someone removed it meanwhile
   * @throws StoreBusy when that happened again and again
   */
  <T> T publish(
      Collection<Digest> relied, Supplier<T> checkAndPublish, BooleanSupplier stillThere) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Claims.Claim claim = claims.claim(relied);
      T published = checkAndPublish.get();
      if (claims.holds(claim) && stillThere.getAsBoolean()) {
        return published;
      }
    }
    throw new StoreBusy("what was published was removed again " + ATTEMPTS + " times");
  }
}
