package dev.lading.runtime.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.TrustRoutes;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.Setting;
import dev.lading.runtime.trust.Damage.Place;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
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
  static final Delegation CI = new Delegation("targets/alice/ci");
  static final Target IMAGE = target("image");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeyId FALSE_ID = new KeyId("f".repeat(64));

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
    List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP, ALICE, CI)
        .forEach(this::newKey);
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
    publishRoot(Role.ROOT, damage);
  }

  /** All files anew, with one role damaged and all others made to fit it. */
  void publish(Role damaged, Damage damage) {
    if (root.length == 0 || (damage != Damage.NONE && concernsRoot(damaged, damage))) {
      publishRoot(damaged, damage);
    }
    Map<Role, FileMeta> named = new LinkedHashMap<>();
    named.put(Role.ROOT, FileMeta.of(root));
    for (Role role : List.of(CI, ALICE, Role.TARGETS)) {
      named.put(role, FileMeta.of(written(role, targets(role, damaged, damage), damaged, damage)));
    }
    SnapshotMetadata snapshot =
        new SnapshotMetadata(
            version(next(Role.SNAPSHOT)), expires(Role.SNAPSHOT, damaged, damage), named);
    byte[] snapshotFile = written(Role.SNAPSHOT, snapshot, damaged, damage);
    TimestampMetadata timestamp =
        new TimestampMetadata(
            version(next(Role.TIMESTAMP)),
            expires(Role.TIMESTAMP, damaged, damage),
            FileMeta.of(snapshotFile));
    written(Role.TIMESTAMP, timestamp, damaged, damage);
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

  /** All names under which a role's newest file is answered. */
  private List<String> names(Role role) {
    return role.equals(Role.ROOT)
        ? List.of("root", versions.get(Role.ROOT) + ".root")
        : List.of(name(role));
  }

  private void publishRoot(Role damaged, Damage damage) {
    int version = next(Role.ROOT);
    Map<KeyId, PublicKey> all = new LinkedHashMap<>();
    Map<Role, RoleKeys> roles = new LinkedHashMap<>();
    for (Role role : List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
      PublicKey trusted = trusted(role, damaged, damage);
      all.put(trusted.id(), trusted);
      roles.put(role, new RoleKeys(List.of(trusted.id()), 1));
    }
    RootMetadata metadata =
        new RootMetadata(version(version), expires(Role.ROOT, damaged, damage), all, roles, false);
    root = written(Role.ROOT, metadata, damaged, damage);
    served.put(version + ".root", root);
  }

  private static boolean concernsRoot(Role damaged, Damage damage) {
    return damaged.equals(Role.ROOT)
        ? !damage.isIn(Place.NAME)
        : damage.isIn(Place.TRUST) && !(damaged instanceof Delegation);
  }

  private TargetsMetadata targets(Role role, Role damaged, Damage damage) {
    Delegations delegations =
        switch (role) {
          case Role.Targets _ -> delegations(ALICE, damaged, damage);
          default -> role.equals(ALICE) ? delegations(CI, damaged, damage) : Delegations.NONE;
        };
    return new TargetsMetadata(
        version(next(role)),
        expires(role, damaged, damage),
        Map.of(role.equals(Role.TARGETS) ? "1.0" : "alices", IMAGE),
        delegations);
  }

  private Delegations delegations(Delegation to, Role damaged, Damage damage) {
    PublicKey trusted = trusted(to, damaged, damage);
    return new Delegations(
        Map.of(trusted.id(), trusted),
        List.of(new DelegatedRole(to, new RoleKeys(List.of(trusted.id()), 1), List.of(""))));
  }

  /** The key that the file above has for the role. */
  private PublicKey trusted(Role role, Role damaged, Damage damage) {
    if (!role.equals(damaged) || damage != Damage.KEY_TAKEN_AWAY) {
      return key(role);
    }
    PrivateKey other = PrivateKey.generate(KeyType.ECDSA, RANDOM);
    return role.equals(Role.ROOT)
        ? CertificateIssue.selfSigned(other, gun, NOW, RANDOM)
        : other.publicKey();
  }

  private byte[] written(Role role, Metadata metadata, Role damaged, Damage damage) {
    Envelope envelope = envelope(metadata, role);
    if (damage.isIn(Place.TRUST) && role.equals(above(damaged))) {
      trust(envelope, role, damaged, damage);
    }
    if (damage.isIn(Place.NAME) && role.equals(namer(damaged))) {
      envelope.change(
          "meta",
          meta ->
              damage == Damage.NOT_NAMED
                  ? Envelope.without(meta, damaged.text())
                  : Envelope.with(
                      meta,
                      damaged.text(),
                      damage.name((Json.Obj) Envelope.get(meta, damaged.text()))));
    }
    if (role.equals(damaged)) {
      switch (damage) {
        case THRESHOLD_STUFFED -> envelope.signTwice();
        case FALSE_KEY_ID -> envelope.claim(FALSE_ID);
        default -> {}
      }
    }
    byte[] bytes = role.equals(damaged) ? damage.file(envelope) : envelope.bytes();
    serve(role, bytes);
    return bytes;
  }

  private void trust(Envelope envelope, Role above, Role damaged, Damage damage) {
    if (above.equals(Role.ROOT)) {
      envelope.change("keys", keys -> withFalseId(keys, damaged, damage));
      envelope.change(
          "roles",
          roles ->
              damage == Damage.ROLE_NOT_THERE
                  ? Envelope.without(roles, damaged.text())
                  : Envelope.with(
                      roles,
                      damaged.text(),
                      trusting((Json.Obj) Envelope.get(roles, damaged.text()), damage)));
      return;
    }
    envelope.change(
        "delegations",
        all -> {
          Json.Obj keys = withFalseId((Json.Obj) Envelope.get(all, "keys"), damaged, damage);
          List<Json> roles =
              damage == Damage.ROLE_NOT_THERE
                  ? List.of()
                  : ((Json.Arr) Envelope.get(all, "roles"))
                      .elements().stream()
                          .map(each -> (Json) trusting((Json.Obj) each, damage))
                          .toList();
          return Envelope.with(Envelope.with(all, "keys", keys), "roles", new Json.Arr(roles));
        });
  }

  private static Json.Obj trusting(Json.Obj role, Damage damage) {
    return damage == Damage.FALSE_KEY_ID
        ? Envelope.with(role, "keyids", new Json.Arr(List.of(new Json.Str(FALSE_ID.hex()))))
        : damage.trust(role);
  }

  private Json.Obj withFalseId(Json.Obj keys, Role damaged, Damage damage) {
    return damage == Damage.FALSE_KEY_ID
        ? Envelope.with(keys, FALSE_ID.hex(), key(damaged).json())
        : keys;
  }

  private static Role above(Role role) {
    return role instanceof Delegation delegation ? delegation.parent() : Role.ROOT;
  }

  private static Role namer(Role role) {
    return role.equals(Role.SNAPSHOT) ? Role.TIMESTAMP : Role.SNAPSHOT;
  }

  private void serve(Role role, byte[] bytes) {
    served.put("newest " + role, bytes);
    served.put(name(role), bytes);
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

  private int next(Role role) {
    int next = versions.getOrDefault(role, 0) + 1;
    versions.put(role, next);
    return next;
  }

  private static MetadataVersion version(int version) {
    return new MetadataVersion(version);
  }

  private static Instant expires(Role role, Role damaged, Damage damage) {
    return role.equals(damaged) && damage == Damage.EXPIRED
        ? NOW.minusSeconds(1)
        : NOW.plus(Duration.ofDays(14));
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
