package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** notary's own program publishes to Lading, and believes it. */
@Needs("notary")
class NotaryTest {
  private final ClientHome home;
  private final Path file;
  @AutoClose private final RegistryProcess registry;
  private final String gun;

  NotaryTest(@TempDir Path directory) throws IOException {
    this.home =
        ClientHome.in(directory)
            .with("NOTARY_ROOT_PASSPHRASE", "root-passphrase")
            .with("NOTARY_TARGETS_PASSPHRASE", "targets-passphrase")
            .with("NOTARY_SNAPSHOT_PASSPHRASE", "snapshot-passphrase")
            .with("NOTARY_DELEGATION_PASSPHRASE", "delegation-passphrase");
    this.file = Files.writeString(directory.resolve("content"), "signed");
    LadingServer server = LadingServer.in(directory);
    String host = server.url().getAuthority();
    this.registry = server.with("trust.hostnames", List.of(host)).start();
    this.gun = host + "/prod/app";
  }

  @Test
  void whatIsAdded_isListedAndVerified_byClientsThatHaveNeverBeenHere() {
    notary("init", "-p", gun);
    notary("add", "-p", gun, "v1", file.toString());

    assertThat(listed("elsewhere")).contains("v1").contains("targets");
    notaryIn("elsewhere", "verify", gun, "v1", "-q", "-i", file.toString());
  }

  @Test
  void whatIsRemoved_isListedNoMore() {
    notary("init", "-p", gun);
    notary("add", "-p", gun, "v1", file.toString());
    notary("add", "-p", gun, "v2", file.toString());
    notary("remove", "-p", gun, "v1");

    assertThat(listed("elsewhere")).contains("v2").doesNotContain("v1");
  }

  @Test
  void keys_ofEachRole_areRotated_andClientsFollow() {
    notary("init", "-p", gun);
    notary("add", "-p", gun, "v1", file.toString());
    assertThat(listed("follower")).contains("v1");

    notary("key", "rotate", gun, "snapshot", "-r");
    notary("key", "rotate", gun, "timestamp", "-r");
    notary("key", "rotate", gun, "targets");
    notary("add", "-p", gun, "v2", file.toString());

    assertThat(listed("follower")).contains("v1").contains("v2");
    assertThat(listed("elsewhere")).contains("v1").contains("v2");
  }

  @Test
  void repository_thatIsDeleted_isGoneAndCanBeBegunAnew() {
    notary("init", "-p", gun);
    notary("delete", "--remote", gun);
    assertThat(attempt("elsewhere", "list", gun).exit()).isNotZero();

    notary("init", "-p", gun);
    notary("add", "-p", gun, "v1", file.toString());
    assertThat(listed("another")).contains("v1");
  }

  @Test
  void repository_ofAHostThatIsNotOurs_isRefused() {
    assertThat(attempt("trust", "init", "-p", "elsewhere.example.com/prod/app").exit()).isNotZero();
  }

  private String listed(String folder) {
    return notaryIn(folder, "list", gun).out();
  }

  private ClientHome.Output notary(String... arguments) {
    return notaryIn("trust", arguments);
  }

  private ClientHome.Output notaryIn(String folder, String... arguments) {
    return attempt(folder, arguments).orFail();
  }

  private ClientHome.Output attempt(String folder, String... arguments) {
    Stream<String> program =
        Stream.of(
            "notary",
            "-s",
            registry.url().toString(),
            "-d",
            home.directory().resolve(folder).toString());
    return home.attempt(Stream.concat(program, Stream.of(arguments)).toArray(String[]::new));
  }
}
