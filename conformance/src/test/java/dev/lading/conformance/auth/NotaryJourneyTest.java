package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.ClientHome;
import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.clients.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what with trust data by notary's own program, over TLS. */
@Needs("notary")
class NotaryJourneyTest {
  private static final String HOST = "reg.example.com:5000";
  private static final String GUN = HOST + "/team-a/app";
  private static final String PUBLIC = HOST + "/public/app";

  private final Path directory;
  private final ClientHome home;
  private final Path file;

  NotaryJourneyTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.file = Files.writeString(directory.resolve("content"), "signed");
    this.home =
        ClientHome.in(directory)
            .with("NOTARY_ROOT_PASSPHRASE", "root-passphrase")
            .with("NOTARY_TARGETS_PASSPHRASE", "targets-passphrase")
            .with("NOTARY_SNAPSHOT_PASSPHRASE", "snapshot-passphrase");
  }

  @ParameterizedTest
  @EnumSource(names = {"TOKENS", "BASIC"})
  void signer_publishesRotatesAndRemoves_readerReads_othersDoNothing(Site.Way way) {
    try (Site site = Site.start(way, directory, Map.of("trust.hostnames", List.of(HOST)))) {
      refused(by(People.BOB, site, "bob", "init", "-p", GUN));
      by(People.ALICE, site, "alice", "init", "-p", GUN).orFail();
      by(People.ALICE, site, "alice", "add", "-p", GUN, "v1", file.toString()).orFail();
      by(People.ALICE, site, "alice", "key", "rotate", GUN, "snapshot", "-r").orFail();

      assertThat(by(People.BOB, site, "bob", "list", GUN).orFail().out()).contains("v1");
      refused(by(People.BOB, site, "bob", "delete", "--remote", GUN));
      assertThat(by(People.BOB, site, "other", "list", GUN).orFail().out()).contains("v1");

      by(People.ALICE, site, "alice", "delete", "--remote", GUN).orFail();
      refused(by(People.BOB, site, "another", "list", GUN));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "TOKENS")
  void nobody_readsWhatIsPublic(Site.Way way) {
    try (Site site = Site.start(way, directory, Map.of("trust.hostnames", List.of(HOST)))) {
      by(People.ALICE, site, "alice", "init", "-p", PUBLIC).orFail();
      by(People.ALICE, site, "alice", "add", "-p", PUBLIC, "v1", file.toString()).orFail();

      assertThat(notary(home, site, "nobody", "list", PUBLIC).orFail().out()).contains("v1");
    }
  }

  private Output by(People who, Site site, String folder, String... arguments) {
    String login = Base64.getEncoder().encodeToString(who.creds().getBytes(StandardCharsets.UTF_8));
    return notary(home.with("NOTARY_AUTH", login), site, folder, arguments);
  }

  private Output notary(ClientHome client, Site site, String folder, String... arguments) {
    Stream<String> program =
        Stream.of(
            "notary",
            "-s",
            site.registry().url().toString(),
            "--tlscacert",
            site.certificates().resolve("ca.crt").toString(),
            "-d",
            directory.resolve(folder).toString());
    return client.attempt(Stream.concat(program, Stream.of(arguments)).toArray(String[]::new));
  }

  private static void refused(Output output) {
    assertThat(output.exit()).as(output.toString()).isNotZero();
  }
}
