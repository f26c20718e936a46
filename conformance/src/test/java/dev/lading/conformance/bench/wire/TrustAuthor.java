package dev.lading.conformance.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.certificate.CertificateIssue;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who owns a repository's trust data: holds the keys of root and targets, and makes updates. */
public final class TrustAuthor {
  private static final String BOUNDARY = "bench-boundary";
  private static final Duration LIFETIME = Duration.ofDays(365);

  private final Gun gun;
  private final Instant now;
  private final PrivateKey rootSecret;
  private final PublicKey rootCertificate;
  private final PrivateKey targets;
  private int version;

  public TrustAuthor(Gun gun, Instant now, SecureRandom random) {
    this.gun = gun;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.rootSecret = PrivateKey.generate(KeyType.ECDSA, random);
    this.rootCertificate = CertificateIssue.selfSigned(rootSecret, gun, this.now, random);
    this.targets = PrivateKey.generate(KeyType.ECDSA, random);
  }

  public Gun gun() {
    return gun;
  }

  /** The first root, and targets with these tags; for keys that the server says. */
  public Map<Role, SignedMetadata> first(
      PublicKey snapshot, PublicKey timestamp, Map<String, Target> tags) {
    return Map.of(
        Role.ROOT,
        signed(root(snapshot, timestamp), rootSecret, rootCertificate.id()),
        Role.TARGETS,
        targets(tags));
  }

  /** Begins the repository's trust data on a server. */
  public void begin(Connection server, Map<String, Target> tags) throws IOException {
    var files = first(key(server, Role.SNAPSHOT), key(server, Role.TIMESTAMP), tags);
    server.exchange(upload(files)).expect(200);
  }

  /** The next update, with these tags and no others. */
  public Request update(Map<String, Target> tags) {
    return upload(Map.of(Role.TARGETS, targets(tags)));
  }

  private SignedMetadata targets(Map<String, Target> tags) {
    version++;
    var body =
        new TargetsMetadata(
            new MetadataVersion(version), now.plus(LIFETIME), tags, Delegations.NONE);
    return signed(body, targets, targets.publicKey().id());
  }

  private RootMetadata root(PublicKey snapshot, PublicKey timestamp) {
    Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
    List.of(rootCertificate, targets.publicKey(), snapshot, timestamp)
        .forEach(key -> keys.put(key.id(), key));
    return new RootMetadata(
        MetadataVersion.FIRST,
        now.plus(LIFETIME),
        keys,
        Map.of(
            Role.ROOT, one(rootCertificate),
            Role.TARGETS, one(targets.publicKey()),
            Role.SNAPSHOT, one(snapshot),
            Role.TIMESTAMP, one(timestamp)),
        false);
  }

  private static RoleKeys one(PublicKey key) {
    return new RoleKeys(List.of(key.id()), 1);
  }

  private static SignedMetadata signed(Metadata body, PrivateKey key, KeyId id) {
    return SignedMetadata.write(
        body, List.of(Signature.make(key, id, CanonicalJson.encode(body.json()))));
  }

  private String path() {
    return "/v2/" + gun + "/_trust/tuf/";
  }

  private PublicKey key(Connection server, ServerRole role) throws IOException {
    byte[] answer = server.exchange(Request.get(path() + role.text() + ".key")).expect(200).body();
    JsonNode key = new ObjectMapper().readTree(answer);
    return PublicKey.of(key.path("keytype").asText(), key.path("keyval").path("public").asText());
  }

  private Request upload(Map<Role, SignedMetadata> files) {
    var body = new ByteArrayOutputStream();
    files.forEach(
        (role, file) -> {
          body.writeBytes(partHead(role).getBytes(UTF_8));
          body.writeBytes(file.bytes());
          body.writeBytes("\r\n".getBytes(UTF_8));
        });
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return new Request(
        "POST",
        path(),
        Map.of("Content-Type", "multipart/form-data; boundary=" + BOUNDARY),
        new Body.Bytes(body.toByteArray()));
  }

  /** As notary's clients write it: the role is the name of a file. */
  private static String partHead(Role role) {
    return "--%s\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n"
            .formatted(BOUNDARY, role.text())
        + "Content-Type: application/octet-stream\r\n\r\n";
  }
}
