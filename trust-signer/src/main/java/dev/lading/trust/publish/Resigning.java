package dev.lading.trust.publish;

import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.signer.RoleSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Signs snapshots and timestamps again before their time is over, or when it was. */
public final class Resigning {
  /** When a file is old enough to be signed again. */
  public enum Age {
    /** For a reader who asks for it: notary's rule. */
    EXPIRED,
    /** For the background, so that no reader ever has to wait for it. */
    HALF_LIFE,
    /** For what was brought back from a backup: readers may have seen what came after. */
    ANY
  }

  private final RoleSigner signer;

  public Resigning(RoleSigner signer) {
    this.signer = signer;
  }

  /**
   * What is to follow the given state; empty when nothing is due, when there is nothing, or when
   * the server holds no key for what is.
   *
   * @throws Expired when root is: nothing below it can be mended by the server
   * @throws SigningRefused when a newer file has been signed since the state was read
   */
  public Map<Role, SignedMetadata> due(Gun gun, StateInForce state, Age age, Instant now) {
    Optional<SignedMetadata> root = state.find(Role.ROOT);
    Optional<SignedMetadata> snapshot = state.find(Role.SNAPSHOT);
    Optional<SignedMetadata> timestamp = state.find(Role.TIMESTAMP);
    if (root.isEmpty() || snapshot.isEmpty() || timestamp.isEmpty()) {
      return Map.of();
    }
    ServerSigning signing = new ServerSigning(gun, RootMetadata.of(root.get()), signer);
    Map<Role, SignedMetadata> files = new HashMap<>();
    SnapshotMetadata named = SnapshotMetadata.of(snapshot.get());
    boolean snapshotDue =
        isDue(named, ServerSigning.SNAPSHOT_LIFETIME, age, now) && signing.isAbleTo(Role.SNAPSHOT);
    boolean timestampDue =
        isDue(TimestampMetadata.of(timestamp.get()), ServerSigning.TIMESTAMP_LIFETIME, age, now);
    // What is not due is served whether or not its key can be had.
    if (!(snapshotDue || timestampDue) || !signing.isAbleTo(Role.TIMESTAMP)) {
      return Map.of();
    }
    requireUnexpired(signing.root(), now);
    if (snapshotDue) {
      files.put(
          Role.SNAPSHOT,
          signing.snapshot(ServerSigning.next(state, Role.SNAPSHOT), named.files(), now));
    }
    files.put(
        Role.TIMESTAMP,
        signing.timestamp(
            ServerSigning.next(state, Role.TIMESTAMP),
            files.getOrDefault(Role.SNAPSHOT, snapshot.get()),
            now));
    return files;
  }

  private static boolean isDue(Metadata metadata, Duration lifetime, Age age, Instant now) {
    return switch (age) {
      case ANY -> true;
      case EXPIRED -> metadata.expires().isBefore(now);
      case HALF_LIFE -> metadata.expires().minus(lifetime.dividedBy(2)).isBefore(now);
    };
  }

  private static void requireUnexpired(RootMetadata root, Instant now) {
    if (root.expires().isBefore(now)) {
      throw new Expired(Role.ROOT, root.expires());
    }
  }
}
