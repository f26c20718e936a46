package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.Passphrases;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.client.TrustRoutes;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.CredentialSource;
import dev.lading.runtime.signing.SignedRepository;
import dev.lading.runtime.signing.SigningKeys;
import dev.lading.runtime.trust.TrustPins;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.TrustStates;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our client and notary's, in turns, on one folder of keys and one repository: of Lading, and of
 * notary's own server.
 */
@Needs({"notary", "notary-server"})
@ParameterizedClass
@EnumSource(NotaryTrustTest.Peer.class)
class NotaryTrustTest {
  private static final Gun GUN = Gun.parse("localhost:5000/team/app");
  private static final Target IMAGE = target("image");
  private static final Delegation ALICE = new Delegation("targets/alice");

  /** Whose routes are asked. */
  enum Peer {
    LADING,
    NOTARY_SERVER
  }

  private final Path directory;
  private final ClientHome home;
  private final RegistryProcess server;
  private final SecureRandom random = new SecureRandom();
  private final Clock clock = Clock.systemUTC();
  private final Transport transport;

  NotaryTrustTest(Peer peer, @TempDir Path directory) throws IOException {
    this.directory = directory;
    this.home = ClientHome.in(directory).with(Notary.PASSPHRASES);
    this.server =
        switch (peer) {
          case LADING ->
              LadingServer.in(directory).with("trust.hostnames", List.of(GUN.host())).start();
          case NOTARY_SERVER -> NotaryServer.start(directory);
        };
    this.transport = LoopbackTransport.open(clock, random);
  }

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void tagsOfOurs_areListedByNotary_andRevokedOnesAreNot() {
    ours("owner").sign("1.0", IMAGE, List.of());
    ours("owner").sign("2.0", IMAGE, List.of());
    assertThat(list("reader"))
        .containsPattern("1\\.0 +" + hex(IMAGE) + " +5 +targets")
        .containsPattern("2\\.0 +" + hex(IMAGE) + " +5 +targets");

    ours("owner").revoke("1.0");

    assertThat(list("reader")).contains("2.0").doesNotContain("1.0");
  }

  @Test
  void tagsOfNotary_areReadByUs_andSignedAnewWithItsKeys() throws IOException {
    Path file = Files.writeString(directory.resolve("image"), "image");
    notary("owner", "init", "-p", GUN.toString());
    notary("owner", "add", "-p", GUN.toString(), "1.0", file.toString());

    assertSigned("1.0", Role.TARGETS);
    ours("owner").sign("2.0", IMAGE, List.of());

    assertThat(list("reader")).contains("1.0", "2.0");
    notary("owner", "add", "-p", GUN.toString(), "3.0", file.toString());
    assertSigned("3.0", Role.TARGETS);
    assertSigned("2.0", Role.TARGETS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "targets", "snapshot", "timestamp"})
  void keysThatWeRotate_areFollowedByNotary(String name) {
    ours("owner").sign("1.0", IMAGE, List.of());
    assertThat(list("reader")).contains("1.0");

    ours("owner").rotate(Role.parse(name), Optional.empty());
    ours("owner").sign("2.0", IMAGE, List.of());

    assertThat(list("reader")).contains("1.0", "2.0");
    assertThat(list("new reader")).contains("1.0", "2.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"targets", "snapshot -r", "timestamp -r"})
  void keysThatNotaryRotates_areFollowedByUs(String role) throws IOException {
    Path file = Files.writeString(directory.resolve("image"), "image");
    notary("owner", "init", "-p", GUN.toString());
    notary("owner", "add", "-p", GUN.toString(), "1.0", file.toString());
    TrustReader warm = reader("warm");
    int before = warm.get(GUN, routes()).root().version().number();

    notary(
        "owner",
        Stream.concat(Stream.of("key", "rotate", GUN.toString()), Stream.of(role.split(" ")))
            .toArray(String[]::new));

    assertThat(warm.get(GUN, routes()).root().version().number()).isEqualTo(before + 1);
    ours("owner").sign("2.0", IMAGE, List.of());
    assertThat(list("reader")).contains("1.0", "2.0");
  }

  @Test
  void signersOfOurs_signWithNotary_andTheOtherWayRound() throws IOException {
    Path file = Files.writeString(directory.resolve("image"), "image");
    ours("owner").init(Optional.empty());
    PublicKey key =
        new SigningKeys(keys("alice"), passphrases(), random)
            .firstOrNew(new KeyLabel("alice", Optional.empty()));
    ours("owner").delegate("alice", List.of(key), List.of());

    notary("alice", "add", "-p", "-r", "targets/alice", GUN.toString(), "1.0", file.toString());
    assertSigned("1.0", ALICE);
    ours("alice").sign("2.0", IMAGE, List.of("alice"));

    assertThat(list("reader", "-r", "targets/alice")).contains("1.0", "2.0");
    assertThat(notary("reader", "delegation", "list", GUN.toString()).out())
        .contains("targets/alice", "targets/releases", key.canonicalId().hex());
  }

  private void assertSigned(String tag, TargetsRole role) {
    VerifiedTrust trust = reader("fresh " + random.nextLong()).get(GUN, routes());
    assertThat(trust.targets().signedBy(role, tag).orElseThrow().target().sha256())
        .isEqualTo(IMAGE.sha256());
  }

  private SignedRepository ours(String who) {
    return new SignedRepository(
        GUN,
        routes(),
        reader(who),
        new SigningKeys(keys(who), passphrases(), random),
        clock,
        random);
  }

  private TrustReader reader(String who) {
    return new TrustReader(
        new TrustStates(directory.resolve(who).resolve("state")),
        TrustPins.NONE,
        (_, _) -> true,
        clock);
  }

  private KeyFolder keys(String who) {
    return new KeyFolder(trust(who), random);
  }

  private Path trust(String who) {
    return directory.resolve(who).resolve("trust");
  }

  private static Passphrases passphrases() {
    return Passphrases.ofEnvironment(Notary.PASSPHRASES);
  }

  private TrustRoutes routes() {
    RegistryHost host = RegistryHost.parse(server.url().getAuthority());
    return RegistryClient.connect(host, transport, CredentialSource.none(), clock)
        .trust(GUN.toString());
  }

  private String list(String who, String... more) {
    return notary(
            who,
            Stream.concat(Stream.of("list", GUN.toString()), Stream.of(more))
                .toArray(String[]::new))
        .out();
  }

  private ClientHome.Output notary(String who, String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of("notary", "-d", trust(who).toString(), "-s", server.url().toString()),
                Stream.of(arguments))
            .toList();
    return home.run(command.toArray(String[]::new));
  }

  private static String hex(Target target) {
    return target.sha256().orElseThrow().hex();
  }

  private static Target target(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Target.of(Digest.of(Algorithm.SHA256, bytes), bytes.length);
  }
}
