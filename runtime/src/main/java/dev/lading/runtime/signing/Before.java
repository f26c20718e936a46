package dev.lading.runtime.signing;

import dev.lading.runtime.trust.RootInHand;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.verify.VerifiedTargets.Share;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a draft follows.
 *
 * @param root absent where a repository begins
 * @param snapshot absent there, or where it is not known
 * @param targets what is believed of the targets roles, those before whom they delegate to
 * @param files theirs and those of roles that are not believed
 */
record Before(
    Optional<RootMetadata> root,
    Optional<SnapshotMetadata> snapshot,
    Map<TargetsRole, TargetsMetadata> targets,
    Map<TargetsRole, SignedMetadata> files) {
  static final Before NOTHING = new Before(Optional.empty(), Optional.empty(), Map.of(), Map.of());

  static Before of(VerifiedTrust trust) {
    Map<TargetsRole, TargetsMetadata> targets = new LinkedHashMap<>();
    for (Map.Entry<TargetsRole, Share> each : trust.targets().roles().entrySet()) {
      targets.put(each.getKey(), each.getValue().metadata());
    }
    return new Before(
        Optional.of(trust.root()), Optional.of(trust.snapshot()), targets, trust.files());
  }

  /** Of which only the root is to change. */
  static Before of(RootInHand hand) {
    return new Before(Optional.of(hand.root()), hand.snapshot(), Map.of(), Map.of());
  }

  /** Whether the registry names a file of the role, believed or not. */
  boolean hasFile(TargetsRole role) {
    return files.containsKey(role);
  }

  /** One more than what the registry has, believed or not. */
  MetadataVersion next(TargetsRole role) {
    SignedMetadata file = files.get(role);
    return file == null ? MetadataVersion.FIRST : TargetsMetadata.of(file, role).version().next();
  }
}
