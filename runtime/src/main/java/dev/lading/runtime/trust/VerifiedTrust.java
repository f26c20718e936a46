package dev.lading.runtime.trust;

import dev.lading.trust.Gun;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.verify.VerifiedTargets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One repository's trust data, all of it verified.
 *
 * @param files what the snapshot names for targets roles, those among them that are skipped as not
 *     to be believed
 */
public record VerifiedTrust(
    Gun gun,
    RootMetadata root,
    TimestampMetadata timestamp,
    SnapshotMetadata snapshot,
    VerifiedTargets targets,
    Map<TargetsRole, SignedMetadata> files) {
  public VerifiedTrust {
    files = Map.copyOf(files);
  }

  /** The first moment at which it is no longer to be believed. */
  public Instant expires() {
    return Stream.of(root.expires(), timestamp.expires(), snapshot.expires(), targets.expires())
        .min(Instant::compareTo)
        .orElseThrow();
  }
}
