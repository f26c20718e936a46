package dev.lading.runtime.trust;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.TrustRoutes;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.Setting;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
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
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository whose every key and file a test has in hand, served on the loopback. Mutable: {@link
 * #publish} replaces what is served.
 */
final class World implements AutoCloseable {
  static final Instant NOW = Setting.NOW;
  static final Delegation ALICE = new Delegation("targets/alice");
  static final Delegation CI = new Delegation("targets/alice/ci");
  static final Target IMAGE = target("image");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final FileServer server = new FileServer();
  private final Transport transport = Setting.usual().transport();
  private final Gun gun;
  private final Map<Role, PrivateKey> secrets = new HashMap<>();
  private final Map<Role, PublicKey> keys = new HashMap<>();
  private final Map<Role, Integer> versions = new HashMap<>();
  private final Map<Role, byte[]> newest = new HashMap<>();
  private Optional<PrivateKey> formerRoot = Optional.empty();
  private Optional<PublicKey> formerRootKey = Optional.empty();

  World() {
    gun = Gun.parse(server.host() + "/team/app");
    List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP, ALICE, CI)
        .forEach(this::newKey);
  }

  Gun gun() {
    return gun;
  }

  TrustRoutes routes() {
    return routes(gun);
  }

  /** The same files by another repository's name. */
  TrustRoutes routes(Gun other) {
    RegistryHost host = RegistryHost.parse(gun.host());
    return Setting.usual().client(host, transport).trust(other.toString());
  }

  /** From now on the role has another key; a new root is also signed by the former. */
  void newKey(Role role) {
    PrivateKey secret = newSecret();
    if (role.equals(Role.ROOT)) {
      formerRoot = Optional.ofNullable(secrets.get(role));
      formerRootKey = Optional.ofNullable(keys.get(role));
    }
    secrets.put(role, secret);
    keys.put(role, shown(role, secret));
  }

  KeyId rootId() {
    return key(Role.ROOT).id();
  }

  void forgetFormerRoot() {
    formerRoot = Optional.empty();
    formerRootKey = Optional.empty();
  }

  /** The next version that the role gets will follow this one. */
  void setVersion(Role role, int version) {
    versions.put(role, version);
  }

  /** The file is answered with this status. */
  void fail(String file, int status) {
    server.fail(file, status);
  }

  /** Something happens when the file is first asked for, and is answered after that. */
  void before(String file, Runnable event) {
    server.before(file, event);
  }

  /** The file has other bytes than those that it is named for. */
  void replace(String file, byte[] bytes) {
    server.put(file, bytes);
  }

  void publishRoot(Damage damage) {
    publishRoot(new TrustDamage(Role.ROOT, damage));
  }

  /** All files anew, with one role damaged and all others made to fit it. */
  void publish(Role damaged, Damage damage) {
    publish(new TrustDamage(damaged, damage));
  }

  void publish() {
    publish(Role.TARGETS, Damage.NONE);
  }

  /** By what name a role's newest file is asked for. */
  String name(Role role) {
    byte[] bytes = bytes(role);
    return switch (role) {
      case Role.Root _ -> "root";
      case Role.Timestamp _ -> "timestamp";
      case Role.Snapshot _, Role.TargetsRole _ ->
          role.text() + "." + Digest.of(Algorithm.SHA256, bytes).hex();
    };
  }

  /** The registry answers otherwise for a role's newest file. */
  void answer(Role role, Damage damage, byte[] former) {
    for (String name : names(role)) {
      switch (damage) {
        case GONE -> fail(name, 404);
        case FAILING -> fail(name, 500);
        case ENDLESS -> replace(name, new byte[2 << 20]);
        case FORMER -> replace(name, former);
        case WEB_PAGE -> replace(name, "<html>".getBytes(StandardCharsets.UTF_8));
        default -> throw new IllegalArgumentException(damage.toString());
      }
    }
  }

  byte[] bytes(Role role) {
    return Optional.ofNullable(newest.get(role)).orElseThrow();
  }

  @Override
  public void close() {
    transport.close();
    server.close();
  }

  static Target target(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Target.of(Digest.of(Algorithm.SHA256, bytes), bytes.length);
  }

  /** All names under which a role's newest file is answered. */
  private List<String> names(Role role) {
    return role.equals(Role.ROOT)
        ? List.of("root", versions.get(Role.ROOT) + ".root")
        : List.of(name(role));
  }

  private void publish(TrustDamage damage) {
    if (!newest.containsKey(Role.ROOT) || damage.concernsRoot()) {
      publishRoot(damage);
    }
    Map<Role, FileMeta> named = new LinkedHashMap<>();
    named.put(Role.ROOT, FileMeta.of(bytes(Role.ROOT)));
    for (Role role : List.of(CI, ALICE, Role.TARGETS)) {
      named.put(role, FileMeta.of(written(role, targets(role, damage), damage)));
    }
    SnapshotMetadata snapshot =
        new SnapshotMetadata(next(Role.SNAPSHOT), expires(Role.SNAPSHOT, damage), named);
    FileMeta meta = FileMeta.of(written(Role.SNAPSHOT, snapshot, damage));
    TimestampMetadata timestamp =
        new TimestampMetadata(next(Role.TIMESTAMP), expires(Role.TIMESTAMP, damage), meta);
    written(Role.TIMESTAMP, timestamp, damage);
  }

  private void publishRoot(TrustDamage damage) {
    MetadataVersion version = next(Role.ROOT);
    Map<KeyId, PublicKey> all = new LinkedHashMap<>();
    Map<Role, RoleKeys> roles = new LinkedHashMap<>();
    for (Role role : List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
      PublicKey trusted = trusted(role, damage);
      all.put(trusted.id(), trusted);
      roles.put(role, new RoleKeys(List.of(trusted.id()), 1));
    }
    RootMetadata root = new RootMetadata(version, expires(Role.ROOT, damage), all, roles, false);
    server.put(version + ".root", written(Role.ROOT, root, damage));
  }

  private TargetsMetadata targets(Role role, TrustDamage damage) {
    Delegations delegations =
        switch (role) {
          case Role.Targets _ -> delegations(ALICE, damage);
          default -> role.equals(ALICE) ? delegations(CI, damage) : Delegations.NONE;
        };
    return new TargetsMetadata(
        next(role),
        expires(role, damage),
        Map.of(role.equals(Role.TARGETS) ? "1.0" : "alices", IMAGE),
        delegations);
  }

  private Delegations delegations(Delegation to, TrustDamage damage) {
    PublicKey trusted = trusted(to, damage);
    return new Delegations(
        Map.of(trusted.id(), trusted),
        List.of(new DelegatedRole(to, new RoleKeys(List.of(trusted.id()), 1), List.of(""))));
  }

  /** The key that the file above has for the role. */
  private PublicKey trusted(Role role, TrustDamage damage) {
    return damage.is(role, Damage.KEY_TAKEN_AWAY) ? shown(role, newSecret()) : key(role);
  }

  private byte[] written(Role role, Metadata metadata, TrustDamage damage) {
    byte[] bytes = damage.written(role, envelope(metadata, role), key(damage.role()));
    newest.put(role, bytes);
    server.put(name(role), bytes);
    return bytes;
  }

  private Envelope envelope(Metadata metadata, Role role) {
    Envelope envelope = new Envelope(metadata.json());
    envelope.sign(Optional.ofNullable(secrets.get(role)).orElseThrow(), key(role).id());
    if (role.equals(Role.ROOT)) {
      formerRoot.ifPresent(secret -> envelope.sign(secret, formerRootKey.orElseThrow().id()));
    }
    return envelope;
  }

  private PublicKey key(Role role) {
    return Optional.ofNullable(keys.get(role)).orElseThrow();
  }

  private MetadataVersion next(Role role) {
    int next = versions.getOrDefault(role, 0) + 1;
    versions.put(role, next);
    return new MetadataVersion(next);
  }

  private static PrivateKey newSecret() {
    return PrivateKey.generate(KeyType.ECDSA, RANDOM);
  }

  private PublicKey shown(Role role, PrivateKey secret) {
    return role.equals(Role.ROOT)
        ? CertificateIssue.selfSigned(secret, gun, NOW, RANDOM)
        : secret.publicKey();
  }

  private static Instant expires(Role role, TrustDamage damage) {
    return damage.is(role, Damage.EXPIRED) ? NOW.minusSeconds(1) : NOW.plus(Duration.ofDays(14));
  }
}
