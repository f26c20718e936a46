package dev.lading.runtime.trust;

import dev.lading.content.Digest;
import dev.lading.runtime.registry.client.TrustRoutes;
import dev.lading.runtime.trust.TrustFailure.Missing;
import dev.lading.runtime.trust.TrustFailure.NotConfirmed;
import dev.lading.runtime.trust.TrustFailure.Overtaken;
import dev.lading.runtime.trust.TrustFailure.TooManyRoots;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.TrustException.HashMissing;
import dev.lading.trust.TrustException.KeyIdFalse;
import dev.lading.trust.TrustException.SignaturesMissing;
import dev.lading.trust.TrustException.ThresholdNotMet;
import dev.lading.trust.TrustException.VersionTooLow;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.metadata.FileMeta;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.verify.RootPins;
import dev.lading.trust.verify.Roots;
import dev.lading.trust.verify.TrustedRole;
import dev.lading.trust.verify.Verified;
import dev.lading.trust.verify.VerifiedTargets;
import dev.lading.trust.verify.VerifiedTargets.Share;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One reading of one repository, from the root that is trusted down to the tags. Mutable, for one
 * thread: it knows what is remembered, and remembers each file as soon as that is believed.
 *
 * <p>The quoted steps are those of notary's client. Beyond them, as TUF has it, newer roots are
 * looked for each time and not only when something fails.
 *
 * @see <a
 *     href="https://theupdateframework.github.io/specification/latest/#detailed-client-workflow">
 *     TUF, detailed client workflow</a>
 */
final class TrustWalk {
  private static final int ROOT_LIMIT_BYTES = 1 << 20;
  private static final int TIMESTAMP_LIMIT_BYTES = 1 << 20;

  /** As many as are walked at a time; a registry could make up new ones for ever. */
  static final int MOST_ROOTS = 1024;

  private final Gun gun;
  private final TrustRoutes routes;
  private final TrustStates states;
  private final Renewal renewal;
  private final Instant now;
  private TrustState held;

  TrustWalk(Gun gun, TrustRoutes routes, TrustStates states, Renewal renewal, Instant now) {
    this.gun = gun;
    this.routes = routes;
    this.states = states;
    this.renewal = renewal;
    this.now = now;
    this.held = states.find(gun);
  }

  /**
   * "Cached root (expired allowed) is the anchor; else download root.json and apply pinning."
   *
   * @return empty when there is none here or there
   */
  Optional<RootMetadata> anchor(RootPins pins, FirstUse firstUse) {
    return held.find(Role.ROOT).map(RootMetadata::of).or(() -> first(pins, firstUse));
  }

  /**
   * "Walk intermediate versions (each signed by previous and own keys, expiry ignored)." All that
   * the registry has, each remembered at once: keys that it takes away are never trusted again.
   *
   * @throws TooManyRoots when there are more than {@link #MOST_ROOTS}; the next walk goes on there
   * @throws Expired when the newest one is, and cannot be renewed
   */
  RootMetadata newest(RootMetadata anchor) {
    RootMetadata previous = anchor;
    RootMetadata newest = anchor;
    for (int walked = 0; ; walked++) {
      Optional<SignedMetadata> file = find(newest.version().next() + ".root", ROOT_LIMIT_BYTES);
      if (file.isEmpty()) {
        break;
      }
      if (walked == MOST_ROOTS) {
        throw new TooManyRoots(gun, MOST_ROOTS);
      }
      previous = newest;
      newest = Roots.intermediate(previous, file.get(), gun);
      remember(held.with(Role.ROOT, file.get()));
    }
    if (renewal.isAble(TrustedRole.of(newest, Role.ROOT))) {
      return newest;
    }
    if (!newest.equals(previous)) {
      return Roots.next(previous, rootFile(), gun, now);
    }
    if (newest.expires().isBefore(now)) {
      throw new Expired(Role.ROOT, newest.expires());
    }
    return newest;
  }

  /**
   * @throws Expired when a file is, root or timestamp or one that cannot be renewed
   */
  VerifiedTrust read(RootMetadata root) {
    if (root.expires().isBefore(now)) {
      throw new Expired(Role.ROOT, root.expires());
    }
    // "timestamp.json fresh always; verify with root; version >= cached; not expired; save."
    SignedMetadata timestampFile =
        find(Role.TIMESTAMP.text(), TIMESTAMP_LIMIT_BYTES)
            .orElseThrow(() -> new Missing(gun, Role.TIMESTAMP.text()));
    TimestampMetadata timestamp =
        Verified.timestamp(root, timestampFile, least(TrustedRole.of(root, Role.TIMESTAMP)), now);
    remember(held.with(Role.TIMESTAMP, timestampFile));

    // "snapshot.<sha256>.json unless the cached one matches; hash+length; signature; version >=
    // cached; expiry."
    SignedMetadata snapshotFile = named(Role.SNAPSHOT, timestamp.snapshot());
    SnapshotMetadata snapshot =
        Verified.snapshot(
            root, timestamp, snapshotFile, least(snapshotKeys(root)), asOf(snapshotKeys(root)));

    // "Root hash in snapshot must equal the held root; else update root": by our caller.
    Verified.requireNamed(snapshot, Role.ROOT, rootFile());
    TrustState next = held.with(Role.SNAPSHOT, snapshotFile);

    // "targets.<sha>.json and, pre-order, delegations present in snapshot."
    Map<TargetsRole, SignedMetadata> files = new HashMap<>();
    VerifiedTargets targets =
        VerifiedTargets.read(
            root, snapshot, (role, meta) -> fetched(role, meta, files), this::asOf);
    for (Map.Entry<TargetsRole, Share> each : targets.roles().entrySet()) {
      requireNotOlder(each.getValue(), trusted(each.getKey(), root, targets));
    }
    for (TargetsRole role : targets.roles().keySet()) {
      next = next.with(role, Optional.ofNullable(files.get(role)).orElseThrow());
    }
    remember(next);
    return new VerifiedTrust(gun, root, timestamp, snapshot, targets, files);
  }

  /** The snapshot that was believed last, if the root's keys signed it. */
  Optional<SnapshotMetadata> rememberedSnapshot(RootMetadata root) {
    return held.find(Role.SNAPSHOT)
        .filter(file -> isSigned(snapshotKeys(root), file))
        .map(SnapshotMetadata::of);
  }

  private Optional<RootMetadata> first(RootPins pins, FirstUse firstUse) {
    return find(Role.ROOT.text(), ROOT_LIMIT_BYTES)
        .map(
            file -> {
              RootMetadata root = begun(file, pins);
              Set<KeyId> keys = new HashSet<>();
              TrustedRole.of(root, Role.ROOT)
                  .keys()
                  .values()
                  .forEach(key -> keys.add(key.canonicalId()));
              if (pins.ids().isEmpty() && !firstUse.accepts(gun, keys)) {
                throw new NotConfirmed(gun, keys);
              }
              remember(held.with(Role.ROOT, file));
              return root;
            });
  }

  /**
   * One whose time is over is taken up only where it is pinned: for being the first it would be
   * whatever a stranger dug out, and signed anew.
   */
  private RootMetadata begun(SignedMetadata file, RootPins pins) {
    boolean mayBeOver =
        !pins.ids().isEmpty() && renewal.isAble(TrustedRole.of(RootMetadata.of(file), Role.ROOT));
    return mayBeOver ? Roots.earlier(file, gun, pins) : Roots.first(file, gun, pins, now);
  }

  /** By when a file of the role must not have expired. */
  private Instant asOf(TrustedRole role) {
    return renewal.isAble(role) ? Instant.MIN : now;
  }

  private static TrustedRole snapshotKeys(RootMetadata root) {
    return TrustedRole.of(root, Role.SNAPSHOT);
  }

  /**
   * The version that a role's file must have at least. One that the role's keys of today did not
   * sign says nothing: who got hold of the former keys may have set it as high as can be.
   */
  private MetadataVersion least(TrustedRole trusted) {
    return held.find(trusted.role())
        .filter(file -> isSigned(trusted, file))
        .map(file -> new MetadataVersion(Math.toIntExact(file.version())))
        .orElse(MetadataVersion.FIRST);
  }

  private static boolean isSigned(TrustedRole trusted, SignedMetadata file) {
    try {
      trusted.verify(file);
      return true;
    } catch (ThresholdNotMet | SignaturesMissing | KeyIdFalse _) {
      return false;
    }
  }

  private void requireNotOlder(Share share, TrustedRole trusted) {
    MetadataVersion found = share.metadata().version();
    MetadataVersion least = least(trusted);
    if (found.compareTo(least) < 0) {
      throw new VersionTooLow(found.number(), least.number());
    }
  }

  private static TrustedRole trusted(TargetsRole role, RootMetadata root, VerifiedTargets targets) {
    return switch (role) {
      case Role.Targets _ -> TrustedRole.of(root, role);
      case Delegation delegation ->
          Optional.ofNullable(targets.roles().get(delegation.parent()))
              .map(parent -> TrustedRole.of(parent.metadata(), delegation))
              .orElseThrow();
    };
  }

  private SignedMetadata named(Role role, FileMeta meta) {
    byte[] bytes =
        bytes(role, meta)
            .orElseThrow(() -> new Missing(gun, role + "." + sha256(role, meta).hex()));
    meta.check(bytes, role);
    return SignedMetadata.read(bytes);
  }

  private Optional<byte[]> fetched(
      TargetsRole role, FileMeta meta, Map<TargetsRole, SignedMetadata> files) {
    SignedMetadata file = named(role, meta);
    files.put(role, file);
    return Optional.of(file.bytes());
  }

  private Optional<byte[]> bytes(Role role, FileMeta meta) {
    Digest sha256 = sha256(role, meta);
    return held.find(role)
        .map(SignedMetadata::bytes)
        .filter(sha256::matches)
        .or(() -> routes.find(role + "." + sha256.hex(), limit(meta)));
  }

  private static Digest sha256(Role role, FileMeta meta) {
    return meta.hashes().sha256().orElseThrow(() -> new HashMissing(role));
  }

  private static int limit(FileMeta meta) {
    return (int) Math.min(meta.length(), Integer.MAX_VALUE);
  }

  private Optional<SignedMetadata> find(String file, int limitBytes) {
    return routes.find(file, limitBytes).map(SignedMetadata::read);
  }

  private SignedMetadata rootFile() {
    return held.find(Role.ROOT).orElseThrow();
  }

  private void remember(TrustState next) {
    if (next.equals(held)) {
      return;
    }
    if (!states.replace(gun, held, next)) {
      throw new Overtaken(gun);
    }
    held = next;
  }
}
