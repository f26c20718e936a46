package dev.lading.conformance.trust;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
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
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.publish.UploadedPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has the keys of one repository on one server, and publishes with them. What is made is sound;
 * whoever wants it otherwise spoils it. Mutable, and not for several threads.
 */
final class Owner {
  static final Delegation A = new Delegation("targets/a");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration YEAR = Duration.ofDays(365);

  /** A private key, and the ID of the public one that is shown. */
  record Signer(PrivateKey key, PublicKey shown) {
    Signature sign(Json signed) {
      return Signature.make(key, shown.id(), CanonicalJson.encode(signed));
    }
  }

  /** What is published before anything else. */
  enum Start {
    /** Nothing. */
    EMPTY,
    /** Root 1, targets 2 and a delegation's 1; the server makes snapshots. */
    SERVERS_SNAPSHOTS,
    /** The same, the owner makes snapshots. */
    CLIENTS_SNAPSHOTS
  }

  private final Gun gun;
  private TrustServer server;
  private final Instant expires = Instant.now().plus(YEAR);
  private final Map<Role, SignedMetadata> published = new LinkedHashMap<>();
  private Map<Role, SignedMetadata> sent = Map.of();
  private final Signer root;
  private final Signer targets = signer();
  private final Signer a = signer();
  private final Signer stranger = signer();
  private final Signer snapshot = signer();
  private final PublicKey timestampKey;
  private final PublicKey snapshotKey;

  private Owner(Gun gun, TrustServer server, Start start) throws IOException {
    PrivateKey rootKey = PrivateKey.generate(KeyType.ECDSA, RANDOM);
    this.gun = gun;
    this.server = server;
    this.root =
        new Signer(rootKey, CertificateIssue.selfSigned(rootKey, gun, Instant.now(), RANDOM));
    this.timestampKey = server.key(gun, Role.TIMESTAMP);
    this.snapshotKey =
        start == Start.CLIENTS_SNAPSHOTS ? snapshot.shown() : server.key(gun, Role.SNAPSHOT);
  }

  static Owner begin(Gun gun, TrustServer server, Start start) throws IOException {
    Owner owner = new Owner(gun, server, start);
    Map<Role, SignedMetadata> files = new LinkedHashMap<>();
    files.put(Role.ROOT, owner.file(Role.ROOT, 1));
    files.put(Role.TARGETS, owner.file(Role.TARGETS, 2));
    files.put(A, owner.file(A, 1));
    switch (start) {
      case EMPTY -> {}
      case SERVERS_SNAPSHOTS -> owner.publish(files);
      case CLIENTS_SNAPSHOTS -> {
        files.put(Role.SNAPSHOT, read(signed(owner.snapshot(2, files), owner.snapshot)));
        owner.publish(files);
      }
    }
    return owner;
  }

  Gun gun() {
    return gun;
  }

  TrustServer server() {
    return server;
  }

  /** From now on speaks to this one, which has the same store. */
  void turnTo(TrustServer other) {
    server = other;
  }

  Signer stranger() {
    return stranger;
  }

  PublicKey timestampKey() {
    return timestampKey;
  }

  PublicKey snapshotKey() {
    return snapshotKey;
  }

  /** Whose signature a file of that role needs. */
  Signer signer(Role role) {
    return switch (role) {
      case Role.Root _ -> root;
      case Role.Targets _ -> targets;
      case Delegation _ -> a;
      case Role.Snapshot _ -> snapshot;
      case Role.Timestamp _ -> stranger;
    };
  }

  /** The version in force, or 0. */
  long version(Role role) {
    return published.containsKey(role) ? published.get(role).version() : 0;
  }

  /** The next file of a role, unsigned. */
  Json.Obj next(Role role) {
    int version = Math.toIntExact(version(role) + 1);
    return role.equals(Role.SNAPSHOT) ? snapshot(version, Map.of()) : body(role, version);
  }

  SignedMetadata file(Role role, int version) {
    return read(signed(body(role, version), signer(role)));
  }

  Json.Obj root(int version, PublicKey rootKey, PublicKey targetsKey) {
    return root(version, rootKey, targetsKey, snapshotKey, timestampKey);
  }

  Json.Obj root(
      int version,
      PublicKey rootKey,
      PublicKey targetsKey,
      PublicKey snapshotKey,
      PublicKey timestampKey) {
    Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
    List.of(rootKey, targetsKey, snapshotKey, timestampKey).forEach(key -> keys.put(key.id(), key));
    Map<Role, RoleKeys> roles =
        Map.of(
            Role.ROOT, only(rootKey),
            Role.TARGETS, only(targetsKey),
            Role.SNAPSHOT, only(snapshotKey),
            Role.TIMESTAMP, only(timestampKey));
    return new RootMetadata(new MetadataVersion(version), expires, keys, roles, false).json();
  }

  Json.Obj targets(int version, Delegations delegations) {
    byte[] manifest = ("v" + version).getBytes(StandardCharsets.UTF_8);
    Target target = Target.of(Digest.of(Algorithm.SHA256, manifest), manifest.length);
    Map<String, Target> targets = Map.of("v" + version, target);
    return new TargetsMetadata(new MetadataVersion(version), expires, targets, delegations).json();
  }

  /** Names all that is published, with these in the place of theirs. */
  Json.Obj snapshot(int version, Map<? extends Role, SignedMetadata> changed) {
    Map<Role, SignedMetadata> files = new LinkedHashMap<>(published);
    files.putAll(changed);
    Map<Role, FileMeta> named = new LinkedHashMap<>();
    files.forEach(
        (role, file) -> {
          if (role instanceof Role.Root || role instanceof TargetsRole) {
            named.put(role, file.meta());
          }
        });
    return new SnapshotMetadata(new MetadataVersion(version), expires, named).json();
  }

  static Delegations delegating(Delegation name, PublicKey key) {
    return new Delegations(
        Map.of(key.id(), key), List.of(new DelegatedRole(name, only(key), List.of(""))));
  }

  static byte[] signed(Json signed, Signer... signers) {
    return envelope(signed, Arrays.stream(signers).map(each -> each.sign(signed)).toList());
  }

  static byte[] envelope(Json signed, List<Signature> signatures) {
    List<Json> list = signatures.stream().map(Owner::json).toList();
    Json file = new Json.Obj(Map.of("signed", signed, "signatures", new Json.Arr(list)));
    return FileJson.text(file).getBytes(StandardCharsets.UTF_8);
  }

  /** Publishes what must be accepted. */
  void publish(Map<? extends Role, SignedMetadata> files) throws IOException {
    List<UploadedPart> parts =
        files.entrySet().stream()
            .map(each -> new UploadedPart(each.getKey().text(), each.getValue().bytes()))
            .toList();
    var answer = server.publish(gun, parts);
    if (answer.statusCode() != 200) {
      throw new AssertionError(Reply.of(answer).toString());
    }
    published.putAll(files);
  }

  /**
   * Publishes the next version of the targets, with the first root if there is none yet.
   *
   * @throws IOException when there is no answer; then {@link #adopt} if it was taken all the same
   */
  void publishNext() throws IOException {
    Map<Role, SignedMetadata> files = new LinkedHashMap<>();
    if (!published.containsKey(Role.ROOT)) {
      files.put(Role.ROOT, file(Role.ROOT, 1));
    }
    files.put(Role.TARGETS, file(Role.TARGETS, Math.toIntExact(version(Role.TARGETS) + 1)));
    sent = files;
    publish(files);
  }

  /** What was sent last has turned out to be published. */
  void adopt() {
    published.putAll(sent);
  }

  private Json.Obj body(Role role, int version) {
    return switch (role) {
      case Role.Root _ -> root(version, root.shown(), targets.shown());
      case Role.Targets _ -> targets(version, delegating(A, a.shown()));
      case Delegation _ -> targets(version, Delegations.NONE);
      case Role.Snapshot _, Role.Timestamp _ -> snapshot(version, Map.of());
    };
  }

  static Json json(Signature signature) {
    return new Json.Obj(
        Map.of(
            "keyid", new Json.Str(signature.keyId()),
            "method", new Json.Str(signature.method()),
            "sig", new Json.Str(signature.encoded())));
  }

  private static RoleKeys only(PublicKey key) {
    return new RoleKeys(List.of(key.id()), 1);
  }

  private static Signer signer() {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, RANDOM);
    return new Signer(key, key.publicKey());
  }

  private static SignedMetadata read(byte[] bytes) {
    return SignedMetadata.read(bytes);
  }
}
