package dev.lading.trust.store;

import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * That something was published or deleted: what is told of a generation, which may be a thousand
 * times larger.
 *
 * @param number of the generation
 * @param created by the clock of whoever committed it
 * @param timestamp the generation's, which is new in each; empty after a deletion
 */
public record Change(Gun gun, long number, Instant created, Optional<NamedFile> timestamp) {

  static Change of(Generation generation) {
    return new Change(
        generation.gun(),
        generation.number(),
        generation.created(),
        generation.file(Role.TIMESTAMP));
  }

  /** Whether all that there was has been deleted. */
  public boolean isDeletion() {
    return timestamp.isEmpty();
  }
}
