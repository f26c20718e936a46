package dev.lading.gc;

import dev.lading.content.Tag;
import dev.lading.content.store.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What is a root of one repository besides its tags.
 *
 * @param untaggedSince untagged manifests go that were pushed before that; empty to keep all
 * @param going tags that are as good as gone
 * @param isGone whether a manifest is held nowhere any more, so that nothing keeps what is about it
 */
record Rules(Optional<Instant> untaggedSince, Set<Tag> going, IntPredicate isGone) {

  static Rules of(
      Optional<Duration> untaggedFor, Instant now, Set<Tag> going, IntPredicate isGone) {
    return new Rules(untaggedFor.map(now::minus), going, isGone);
  }

  boolean keepsUntagged(Inventory.Link revision) {
    return untaggedSince.isEmpty() || !revision.since().isBefore(untaggedSince.get());
  }
}
