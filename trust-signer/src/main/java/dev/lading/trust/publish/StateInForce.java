package dev.lading.trust.publish;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.metadata.SignedMetadata;
import java.util.Optional;

/** A repository's metadata as it is now; one consistent state, however long it is read from. */
public interface StateInForce {
  /** The newest file of a role; absent when there is none. */
  Optional<SignedMetadata> find(Role role);

  /**
   * The highest version that this role ever had here: of snapshot and timestamp, deleted ones
   * included; of a delegation, since the repository began, whoever held it. Absent when none.
   */
  Optional<MetadataVersion> highest(Role role);
}
