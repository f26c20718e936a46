package dev.lading.trust.publish;

import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.metadata.FileMeta;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.ServerMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.signer.RoleSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes snapshots and timestamps, signed by all of a root's keys that the server holds. */
record ServerSigning(Gun gun, RootMetadata root, RoleSigner signer) {
  static final Duration SNAPSHOT_LIFETIME = Duration.ofDays(1095);
  static final Duration TIMESTAMP_LIFETIME = Duration.ofDays(14);

  /** Whether the server holds as many of the role's keys as it takes. */
  boolean isAbleTo(ServerRole role) {
    return held(role).size() >= root.role(role).threshold();
  }

  SignedMetadata snapshot(MetadataVersion version, Map<Role, FileMeta> files, Instant now) {
    return signed(new SnapshotMetadata(version, now.plus(SNAPSHOT_LIFETIME), files));
  }

  SignedMetadata timestamp(MetadataVersion version, SignedMetadata snapshot, Instant now) {
    return signed(new TimestampMetadata(version, now.plus(TIMESTAMP_LIFETIME), snapshot.meta()));
  }

  /** The version after the highest that there is or ever was. */
  static MetadataVersion next(StateInForce state, ServerRole role) {
    Stream<Integer> stored = state.find(role).map(file -> Math.toIntExact(file.version())).stream();
    Stream<Integer> ever = state.highest(role).map(MetadataVersion::number).stream();
    return Stream.concat(stored, ever)
        .max(Integer::compare)
        .map(highest -> new MetadataVersion(highest).next())
        .orElse(MetadataVersion.FIRST);
  }

  private SignedMetadata signed(ServerMetadata body) {
    List<Signature> signatures =
        held(body.role()).stream().map(id -> signer.sign(gun, id, body)).toList();
    return SignedMetadata.write(body, signatures);
  }

  private List<KeyId> held(ServerRole role) {
    return root.role(role).keyIds().stream().filter(id -> signer.holds(gun, role, id)).toList();
  }
}
