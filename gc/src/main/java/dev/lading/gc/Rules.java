package dev.lading.gc;

import dev.lading.content.Tag;
import dev.lading.content.store.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is a root of one repository besides its tags.
 *
 * @param untaggedSince untagged manifests go that were pushed before that; empty to keep all
 * @param going tags that are as good as gone
 */
record Rules(Optional<Instant> untaggedSince, Set<Tag> going) {
  static final Rules KEEP_UNTAGGED = new Rules(Optional.empty(), Set.of());

  static Rules of(Optional<Duration> untaggedFor, Instant now, Set<Tag> going) {
    return new Rules(untaggedFor.map(now::minus), going);
  }

  boolean keepsUntagged(Inventory.Link revision) {
    return untaggedSince.isEmpty() || !revision.since().isBefore(untaggedSince.get());
  }
}
