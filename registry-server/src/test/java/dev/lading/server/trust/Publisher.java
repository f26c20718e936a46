package dev.lading.server.trust;

import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.certificate.CertificateIssue;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Somebody who has the keys of one repository, and publishes with them. */
public final class Publisher {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Delegation RELEASES = new Delegation("targets/releases");

  private final PrivateKey rootKey = PrivateKey.generate(KeyType.ECDSA, RANDOM);
  private final PrivateKey targetsKey = PrivateKey.generate(KeyType.ECDSA, RANDOM);
  private final PublicKey certificate;
  private final Instant expires;

  /**
   * @param now when the root's certificate begins; all metadata lives for a year from then
   */
  public Publisher(Gun gun, Instant now) {
    this.certificate = CertificateIssue.selfSigned(rootKey, gun, now, RANDOM);
    this.expires = now.plus(Duration.ofDays(365));
  }

  /** As root files name it, and pins. */
  public KeyId rootId() {
    return certificate.id();
  }

  public SignedMetadata root(int version, PublicKey snapshot, PublicKey timestamp) {
    Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
    PublicKey targets = targetsKey.publicKey();
    List.of(certificate, targets, snapshot, timestamp).forEach(key -> keys.put(key.id(), key));
    Map<Role, RoleKeys> roles =
        Map.of(
            Role.ROOT, only(certificate),
            Role.TARGETS, only(targets),
            Role.SNAPSHOT, only(snapshot),
            Role.TIMESTAMP, only(timestamp));
    RootMetadata root = new RootMetadata(new MetadataVersion(version), expires, keys, roles, false);
    return signed(root, rootKey, certificate.id());
  }

  /** Delegates to {@code targets/releases}, with the same key. */
  public SignedMetadata targets(int version) {
    PublicKey key = targetsKey.publicKey();
    Delegations delegations =
        new Delegations(
            Map.of(key.id(), key), List.of(new DelegatedRole(RELEASES, only(key), List.of(""))));
    return targets(version, Map.of(), delegations);
  }

  /** With these tags, and without delegations. */
  public SignedMetadata targets(int version, Map<String, Target> tags) {
    return targets(version, tags, Delegations.NONE);
  }

  public SignedMetadata releases(int version) {
    return targets(version, Map.of(), Delegations.NONE);
  }

  private SignedMetadata targets(int version, Map<String, Target> tags, Delegations delegations) {
    TargetsMetadata targets =
        new TargetsMetadata(new MetadataVersion(version), expires, tags, delegations);
    return signed(targets, targetsKey, targetsKey.publicKey().id());
  }

  private static RoleKeys only(PublicKey key) {
    return new RoleKeys(List.of(key.id()), 1);
  }

  private static SignedMetadata signed(Metadata metadata, PrivateKey key, KeyId as) {
    byte[] message = CanonicalJson.encode(metadata.json());
    return SignedMetadata.write(metadata, List.of(Signature.make(key, as, message)));
  }
}
