package dev.lading.trust.policy;

import static dev.lading.trust.Author.delegations;
import static dev.lading.trust.Author.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.store.Outcome;
import dev.lading.trust.store.RoleFile;
import dev.lading.trust.store.TrustStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everybody who signs for one repository, with all their keys. What they publish goes into the
 * store as it is, sound or not: no rule of publishing stands between.
 */
final class Signers {
  static final Delegation RELEASES = new Delegation("targets/releases");
  static final Delegation ALICE = new Delegation("targets/alice");

  final Gun gun;
  SigningKey rootKey;
  Instant targetsExpire = Author.LATER;
  Instant timestampExpires = Author.NOW.plus(Duration.ofDays(14));

  private final TrustStore store;
  private final SigningKey targetsKey = Author.key();
  private final SigningKey serverKey = Author.key();
  private final Map<Delegation, SigningKey> delegates = new LinkedHashMap<>();
  private final Map<TargetsRole, Map<String, Target>> targets = new LinkedHashMap<>();
  private final Map<Role, SignedMetadata> files = new HashMap<>();
  private int version;
  private int rootVersion;

  Signers(TrustStore store, Gun gun) {
    this.store = store;
    this.gun = gun;
    this.rootKey = Author.rootKey(gun);
  }

  /** From the next publication on. */
  Signers delegateTo(Delegation role) {
    delegates.put(role, Author.key());
    return this;
  }

  /** From the next publication on. */
  Signers sign(TargetsRole role, String tag, Digest digest) {
    targets.computeIfAbsent(role, _ -> new HashMap<>()).put(tag, Target.of(digest, 1));
    return this;
  }

  Signers sign(String tag, Digest digest) {
    return sign(Role.TARGETS, tag, digest);
  }

  /** From the next publication on. */
  Signers revoke(String tag) {
    targets.values().forEach(each -> each.remove(tag));
    return this;
  }

  /** Everything anew but the root. */
  void publish() {
    version++;
    Map<Role, SignedMetadata> changed = new LinkedHashMap<>();
    if (rootVersion == 0) {
      rootVersion = 1;
      changed.put(Role.ROOT, signed(root(1), rootKey));
    }
    publish(changed);
  }

  /** A new root key, signed by these as well. */
  void rotateRoot(SigningKey next, SigningKey... signers) {
    version++;
    rootVersion++;
    rootKey = next;
    publish(new LinkedHashMap<>(Map.of(Role.ROOT, signed(root(rootVersion), signers))));
  }

  /** Deletes all, and begins with another root. */
  void beginAgain() {
    assertThat(store.delete(gun)).isPresent();
    rootKey = Author.rootKey(gun);
    rootVersion = 0;
    publish();
  }

  private void publish(Map<Role, SignedMetadata> changed) {
    changed.put(Role.TARGETS, signed(targets(Role.TARGETS, delegated()), targetsKey));
    delegates.forEach(
        (role, key) -> changed.put(role, signed(targets(role, Delegations.NONE), key)));
    files.putAll(changed);
    SignedMetadata snapshot = signed(Author.snapshot(version, files), serverKey);
    changed.put(Role.SNAPSHOT, snapshot);
    changed.put(
        Role.TIMESTAMP,
        signed(
            new TimestampMetadata(new MetadataVersion(version), timestampExpires, snapshot.meta()),
            serverKey));
    Map<Role, RoleFile> written = new HashMap<>();
    changed.forEach((role, file) -> written.put(role, file(file)));
    if (!(store.publish(gun, store.newest(gun), written) instanceof Outcome.Committed)) {
      throw new AssertionError("not published");
    }
  }

  private RootMetadata root(int number) {
    return Author.root(
        number, rootKey.shown(), targetsKey.shown(), serverKey.shown(), serverKey.shown());
  }

  private Delegations delegated() {
    Map<String, PublicKey> shown = new LinkedHashMap<>();
    delegates.forEach((role, key) -> shown.put(role.text(), key.shown()));
    return delegations(shown);
  }

  private TargetsMetadata targets(TargetsRole role, Delegations delegations) {
    return new TargetsMetadata(
        new MetadataVersion(version),
        targetsExpire,
        targets.getOrDefault(role, Map.of()),
        delegations);
  }

  private static RoleFile file(SignedMetadata file) {
    return new RoleFile(new MetadataVersion(Math.toIntExact(file.version())), file.bytes());
  }
}
