package dev.lading.trust.policy;

import dev.lading.content.Digest;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.HashMissing;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.policy.VerifiedView.Basis;
import dev.lading.trust.policy.VerifiedView.SignedName;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.StoredFile;
import dev.lading.trust.store.TrustStore;
import dev.lading.trust.verify.Roots;
import dev.lading.trust.verify.SignedTarget;
import dev.lading.trust.verify.Verified;
import dev.lading.trust.verify.VerifiedTargets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One generation's files on their way to a view: the walk of a client that has seen nothing before,
 * with the rule for its pins, or nothing but former roots. Nothing is believed because the server
 * once accepted it. Of one thread.
 */
final class Evidence {
  private static final MetadataVersion ANY = MetadataVersion.FIRST;

  private final TrustStore store;
  private final Generation generation;
  private final TrustRule rule;
  private final KnownRoots known;
  private final Instant now;
  private final Gun gun;

  Evidence(TrustStore store, Generation generation, TrustRule rule, KnownRoots known, Instant now) {
    this.store = store;
    this.generation = generation;
    this.rule = rule;
    this.known = known;
    this.now = now;
    this.gun = generation.gun();
  }

  /**
   * Everything that the generation, which is no deletion, names: verified from its anchor down.
   *
   * @throws TrustException that says what is not to be believed
   */
  VerifiedView verified() {
    RootMetadata root = new RootChain(store, generation, rule.roots(), known, now).newest();
    TimestampMetadata timestamp = Verified.timestamp(root, file(Role.TIMESTAMP), ANY, now);
    SnapshotMetadata snapshot = Verified.snapshot(root, timestamp, file(Role.SNAPSHOT), ANY, now);
    Verified.requireNamed(snapshot, Role.ROOT, file(Role.ROOT));
    VerifiedTargets targets =
        VerifiedTargets.read(
            root, snapshot, (role, _) -> store.find(generation, role).map(StoredFile::bytes), now);
    Instant until =
        Stream.of(
                root.expires(),
                timestamp.expires(),
                snapshot.expires(),
                targets.expires(),
                Roots.certificatesLast(root, now))
            .min(Instant::compareTo)
            .orElse(Instant.MIN);
    Map<String, SignedName> names = names(targets);
    return new VerifiedView(
        new Basis(gun, generation.number(), until), names, elsewhere(targets, names));
  }

  private SignedMetadata file(Role role) {
    return store
        .find(generation, role)
        .map(file -> SignedMetadata.read(file.bytes()))
        .orElseThrow(() -> new HashMissing(role));
  }

  /** A hash that cannot be compared with a digest is no signature for any. */
  private Map<String, SignedName> names(VerifiedTargets targets) {
    Map<String, SignedName> names = new HashMap<>();
    for (SignedTarget each : targets.all(rule.roles())) {
      List<Digest> digests = each.target().hashes().digests();
      if (!digests.isEmpty()) {
        names.put(
            each.name(),
            new SignedName(each.role(), digests, missing(targets, each.name(), digests)));
      }
    }
    return names;
  }

  private List<TargetsRole> missing(VerifiedTargets targets, String name, List<Digest> digests) {
    return rule.signers().stream()
        .filter(signer -> digests.stream().noneMatch(d -> targets.signed(signer, name, d)))
        .toList();
  }

  private static Map<String, TargetsRole> elsewhere(
      VerifiedTargets targets, Map<String, SignedName> names) {
    Map<String, TargetsRole> elsewhere = new HashMap<>();
    for (SignedTarget each : targets.all(List.copyOf(targets.roles().keySet()))) {
      if (!names.containsKey(each.name())) {
        elsewhere.put(each.name(), each.role());
      }
    }
    return elsewhere;
  }
}
