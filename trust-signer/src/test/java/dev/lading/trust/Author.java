package dev.lading.trust;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.certificate.CertificateIssue;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.FileMeta;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Signs what tests need signed; sound unless a test makes it otherwise. */
public final class Author {
  public static final Instant NOW = Vectors.NOW;
  public static final Instant LATER = NOW.plus(Duration.ofDays(365));

  private static final SecureRandom RANDOM = new SecureRandom();

  private Author() {}

  /** A private key and the public one by whose ID it signs: for root, its certificate. */
  public record SigningKey(PrivateKey secret, PublicKey shown) {
    public KeyId id() {
      return shown.id();
    }

    public Signature sign(Metadata metadata) {
      return sign(metadata.json());
    }

    public Signature sign(Json signed) {
      return Signature.make(secret, id(), CanonicalJson.encode(signed));
    }
  }

  public static SigningKey key() {
    return key(KeyType.ECDSA);
  }

  public static SigningKey key(KeyType type) {
    PrivateKey secret = PrivateKey.generate(type, RANDOM);
    return new SigningKey(secret, secret.publicKey());
  }

  public static SigningKey rootKey(Gun gun) {
    return certified(PrivateKey.generate(KeyType.ECDSA, RANDOM), gun, NOW);
  }

  /** The key in a certificate that begins at this moment and lasts ten years. */
  public static SigningKey certified(PrivateKey secret, Gun gun, Instant from) {
    return new SigningKey(secret, CertificateIssue.selfSigned(secret, gun, from, RANDOM));
  }

  public static RoleKeys keys(int threshold, PublicKey... keys) {
    return new RoleKeys(Arrays.stream(keys).map(PublicKey::id).toList(), threshold);
  }

  public static RootMetadata root(
      int version, PublicKey root, PublicKey targets, PublicKey snapshot, PublicKey timestamp) {
    Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
    List.of(root, targets, snapshot, timestamp).forEach(key -> keys.put(key.id(), key));
    return new RootMetadata(
        new MetadataVersion(version),
        LATER,
        keys,
        Map.of(
            Role.ROOT, keys(1, root),
            Role.TARGETS, keys(1, targets),
            Role.SNAPSHOT, keys(1, snapshot),
            Role.TIMESTAMP, keys(1, timestamp)),
        false);
  }

  public static TargetsMetadata targets(int version) {
    return targets(version, Map.of(), Delegations.NONE);
  }

  public static TargetsMetadata targets(
      int version, Map<String, Target> targets, Delegations delegations) {
    return new TargetsMetadata(new MetadataVersion(version), LATER, targets, delegations);
  }

  /** All these roles, each with one key and the right to everything. */
  public static Delegations delegations(Map<String, PublicKey> roles) {
    Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
    roles.values().forEach(key -> keys.put(key.id(), key));
    return new Delegations(
        keys,
        roles.entrySet().stream()
            .map(each -> delegated(each.getKey(), each.getValue(), ""))
            .toList());
  }

  public static DelegatedRole delegated(String name, PublicKey key, String... paths) {
    return new DelegatedRole(new Delegation(name), keys(1, key), List.of(paths));
  }

  public static SnapshotMetadata snapshot(int version, Map<Role, SignedMetadata> files) {
    Map<Role, FileMeta> named = new LinkedHashMap<>();
    files.forEach((role, file) -> named.put(role, file.meta()));
    return new SnapshotMetadata(new MetadataVersion(version), LATER, named);
  }

  public static TimestampMetadata timestamp(int version, SignedMetadata snapshot) {
    return new TimestampMetadata(
        new MetadataVersion(version), NOW.plus(Duration.ofDays(14)), snapshot.meta());
  }

  public static Target target(String text) {
    byte[] manifest = text.getBytes(StandardCharsets.UTF_8);
    return Target.of(Digest.of(Algorithm.SHA256, manifest), manifest.length);
  }

  public static SignedMetadata signed(Metadata metadata, SigningKey... keys) {
    return SignedMetadata.write(
        metadata, Arrays.stream(keys).map(key -> key.sign(metadata)).toList());
  }

  /** A file of anything at all, properly signed. */
  public static byte[] signed(Json signed, SigningKey... keys) {
    return envelope(signed, Arrays.stream(keys).map(key -> key.sign(signed)).toList());
  }

  public static byte[] envelope(Json signed, List<Signature> signatures) {
    List<Json> list =
        signatures.stream()
            .map(
                each ->
                    (Json)
                        new Json.Obj(
                            Map.of(
                                "keyid", new Json.Str(each.keyId()),
                                "method", new Json.Str(each.method()),
                                "sig", new Json.Str(each.encoded()))))
            .toList();
    return FileJson.text(new Json.Obj(Map.of("signed", signed, "signatures", new Json.Arr(list))))
        .getBytes(StandardCharsets.UTF_8);
  }

  public static Json.Obj with(Json.Obj object, String name, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    members.put(name, value);
    return new Json.Obj(members);
  }

  public static Json.Obj without(Json.Obj object, String name) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    members.remove(name);
    return new Json.Obj(members);
  }
}
