package dev.lading.runtime.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A repository whose every key and file a test has in hand, served on the loopback. Mutable: {@link
 * #publish} replaces what is served.
 */
final class World implements AutoCloseable {
  static final Instant NOW = Setting.NOW;
  static final Delegation ALICE = new Delegation("targets/alice");
  static final Target IMAGE = target("image");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final HttpServer server;
  private final Transport transport = Setting.usual().transport();
  private final Gun gun;
  private final Map<Role, PrivateKey> secrets = new HashMap<>();
  private final Map<Role, PublicKey> keys = new HashMap<>();
  private final Map<Role, Integer> versions = new HashMap<>();
  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private final Map<String, Integer> failing = new ConcurrentHashMap<>();
  private final Map<String, Runnable> before = new ConcurrentHashMap<>();
  private Optional<PrivateKey> formerRoot = Optional.empty();
  private Optional<PublicKey> formerRootKey = Optional.empty();
  private byte[] root = new byte[0];

  World() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
    gun = Gun.parse("127.0.0.1:" + server.getAddress().getPort() + "/team/app");
    List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP, ALICE).forEach(this::newKey);
  }

  Gun gun() {
    return gun;
  }

  TrustRoutes routes() {
    RegistryHost host = RegistryHost.parse(gun.host());
    return Setting.usual().client(host, transport).trust(gun.toString());
  }

  /** From now on the role has another key; a new root is also signed by the former. */
  void newKey(Role role) {
    PrivateKey secret = PrivateKey.generate(KeyType.ECDSA, RANDOM);
    if (role.equals(Role.ROOT)) {
      formerRoot = Optional.ofNullable(secrets.get(role));
      formerRootKey = Optional.ofNullable(keys.get(role));
    }
    secrets.put(role, secret);
    keys.put(
        role,
        role.equals(Role.ROOT)
            ? CertificateIssue.selfSigned(secret, gun, NOW, RANDOM)
            : secret.publicKey());
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
    failing.put(file, status);
  }

  /** Something happens when the file is first asked for, and is answered after that. */
  void before(String file, Runnable event) {
    before.put(file, event);
  }

  /** The file has other bytes than those that it is named for. */
  void replace(String file, byte[] bytes) {
    served.put(file, bytes);
  }

  void publishRoot(Damage damage) {
    int version = next(Role.ROOT);
    Map<KeyId, PublicKey> all = new LinkedHashMap<>();
    Map<Role, RoleKeys> roles = new LinkedHashMap<>();
    for (Role role : List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
      all.put(key(role).id(), key(role));
      roles.put(role, new RoleKeys(List.of(key(role).id()), 1));
    }
    RootMetadata metadata = new RootMetadata(version(version), expires(damage), all, roles, false);
    Envelope envelope = envelope(metadata, Role.ROOT);
    formerRoot.ifPresent(secret -> envelope.sign(secret, formerRootKey.orElseThrow().id()));
    root = damage.apply(envelope);
    serve(Role.ROOT, root);
    served.put(version + ".root", root);
  }

  /** All files anew, with one of them damaged and all others made to fit it. */
  void publish(Role damaged, Damage damage) {
    if (root.length == 0 || damaged.equals(Role.ROOT)) {
      publishRoot(damaged.equals(Role.ROOT) ? damage : Damage.NONE);
    }
    byte[] alice = written(ALICE, targets(ALICE, damaged, damage), damaged, damage);
    byte[] targets = written(Role.TARGETS, targets(Role.TARGETS, damaged, damage), damaged, damage);
    Map<Role, FileMeta> named = new LinkedHashMap<>();
    named.put(Role.ROOT, FileMeta.of(root));
    named.put(Role.TARGETS, FileMeta.of(targets));
    named.put(ALICE, FileMeta.of(alice));
    Damage forSnapshot = damaged.equals(Role.SNAPSHOT) ? damage : Damage.NONE;
    byte[] snapshot =
        written(
            Role.SNAPSHOT,
            new SnapshotMetadata(version(next(Role.SNAPSHOT)), expires(forSnapshot), named),
            damaged,
            damage);
    Damage forTimestamp = damaged.equals(Role.TIMESTAMP) ? damage : Damage.NONE;
    written(
        Role.TIMESTAMP,
        new TimestampMetadata(
            version(next(Role.TIMESTAMP)), expires(forTimestamp), FileMeta.of(snapshot)),
        damaged,
        damage);
  }

  void publish() {
    publish(ALICE, Damage.NONE);
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

  byte[] bytes(Role role) {
    return Optional.ofNullable(served.get("newest " + role)).orElseThrow();
  }

  @Override
  public void close() {
    transport.close();
    server.stop(0);
  }

  static Target target(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Target.of(Digest.of(Algorithm.SHA256, bytes), bytes.length);
  }

  private TargetsMetadata targets(Role role, Role damaged, Damage damage) {
    Delegations delegations =
        role.equals(Role.TARGETS)
            ? new Delegations(
                Map.of(key(ALICE).id(), key(ALICE)),
                List.of(
                    new DelegatedRole(
                        ALICE, new RoleKeys(List.of(key(ALICE).id()), 1), List.of(""))))
            : Delegations.NONE;
    return new TargetsMetadata(
        version(next(role)),
        expires(role.equals(damaged) ? damage : Damage.NONE),
        Map.of(role.equals(Role.TARGETS) ? "1.0" : "alices", IMAGE),
        delegations);
  }

  private byte[] written(Role role, Metadata metadata, Role damaged, Damage damage) {
    Envelope envelope = envelope(metadata, role);
    byte[] bytes = role.equals(damaged) ? damage.apply(envelope) : envelope.bytes();
    serve(role, bytes);
    return bytes;
  }

  private void serve(Role role, byte[] bytes) {
    served.put("newest " + role, bytes);
    served.put(name(role), bytes);
  }

  private Envelope envelope(Metadata metadata, Role role) {
    Envelope envelope = new Envelope(metadata.json());
    envelope.sign(Optional.ofNullable(secrets.get(role)).orElseThrow(), key(role).id());
    return envelope;
  }

  private PublicKey key(Role role) {
    return Optional.ofNullable(keys.get(role)).orElseThrow();
  }

  private int next(Role role) {
    int next = versions.getOrDefault(role, 0) + 1;
    versions.put(role, next);
    return next;
  }

  private static MetadataVersion version(int version) {
    return new MetadataVersion(version);
  }

  private static Instant expires(Damage damage) {
    return damage == Damage.EXPIRED ? NOW.minusSeconds(1) : NOW.plus(Duration.ofDays(14));
  }

  private void answer(HttpExchange http) throws IOException {
    String path = http.getRequestURI().getPath();
    String prefix = "/v2/" + gun + "/_trust/tuf/";
    String file =
        path.startsWith(prefix) ? path.substring(prefix.length()).replaceFirst("\\.json$", "") : "";
    Optional.ofNullable(before.remove(file)).ifPresent(Runnable::run);
    byte[] bytes = path.equals("/v2/") ? new byte[] {'{', '}'} : served.get(file);
    int status = failing.getOrDefault(file, bytes == null ? 404 : 200);
    if (status == 200 && bytes != null) {
      http.sendResponseHeaders(200, bytes.length);
      http.getResponseBody().write(bytes);
    } else {
      http.sendResponseHeaders(status, -1);
    }
    http.close();
  }
}
