package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/trust.md says of what is lost or moved, done by its commands. {@code notary} is the
 * reader who has seen what was there before.
 */
@Needs({"notary", "skopeo", "umoci", "busybox", "tar"})
class LossTest {
  private static final String NAME = "team/app";

  private final Path directory;
  private final ClientHome home;
  private final LadingClient owner;
  private final ImageClient skopeo;
  private LadingServer server;
  private RegistryProcess registry;

  LossTest(@TempDir Path directory) throws IOException {
    this.directory = Files.createDirectories(directory.resolve("client"));
    this.home = ClientHome.in(this.directory).with(Notary.PASSPHRASES);
    this.owner = new LadingClient(home, Files.createDirectories(this.directory.resolve("owner")));
    this.skopeo = ImageClient.skopeo(this.directory);
    LadingServer bare = LadingServer.in(directory);
    this.server = bare.with("trust.hostnames", List.of(bare.url().getAuthority()));
    this.registry = server.start();
    push(NAME, "v1");
    push(NAME, "v2");
    sign("v1");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void store_thatIsLost_comesBackFromABackup_andReadersFollow() throws IOException {
    assertThat(listed("reader")).contains("v1");
    Path backup = directory.resolve("trust.zip");
    Output saved = command("backup", backup.toString()).orFail(); // beside the running registry
    assertThat(saved.err()).contains("1 repositories", store() + ".sealing-key");
    assertThat(command("backup", backup.toString()).err()).contains("is there already");
    assertThat(command("restore", backup.toString()).err()).contains("Stop that registry first");

    registry.close();
    empty(store());
    Output restored = command("restore", backup.toString()).orFail();
    assertThat(restored.err()).contains("1 repositories in the backup: 1 restored");
    registry = server.start();

    assertThat(listed("reader")).contains("v1");
    push(NAME, "v1");
    push(NAME, "v2");
    sign("v2");
    assertThat(listed("reader")).contains("v1", "v2");
    registry.close();
    assertThat(command("restore", backup.toString()).orFail().err()).contains("1 kept");
  }

  @Test
  void sealingKey_thatIsLost_isFollowedByOtherKeys_andReadingGoesOnMeanwhile() throws IOException {
    assertThat(listed("reader")).contains("v1");
    registry.close();
    Files.delete(Path.of(store() + ".sealing-key"));
    registry = server.start();

    assertThat(listed("reader")).contains("v1");
    assertThat(listed("new reader")).contains("v1");
    assertThat(owner.attempt("trust", "sign", image("v2")).exit()).isNotZero();

    owner.run("trust", "rotate", image(), "server");

    sign("v2");
    assertThat(listed("reader")).contains("v1", "v2");
    assertThat(listed("another reader")).contains("v1", "v2");
  }

  /** It is not lost, but was seen by somebody. */
  @Test
  void sealingKey_thatIsReplaced_opensWhatTheFormerSealed() throws IOException {
    Path key = Path.of(store() + ".sealing-key");
    Path former = directory.resolve("former.key");
    registry.close();
    Files.move(key, former);
    home.attempt(server.command("auth reseal", former.toString()).toArray(String[]::new)).orFail();
    assertThat(Files.readString(key)).isNotEqualTo(Files.readString(former));
    Files.delete(former);
    registry = server.start();

    sign("v2");

    assertThat(listed("reader")).contains("v1", "v2");
  }

  @Test
  void targetsKey_thatIsLost_isFollowedByAnother() throws IOException {
    assertThat(listed("reader")).contains("v1");
    try (Stream<Path> keys = Files.list(keys())) {
      for (Path key : keys.toList()) {
        if (Files.readString(key).contains("role: targets")) {
          Files.delete(key);
        }
      }
    }
    Output refused = owner.attempt("trust", "sign", image("v2"));
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err()).contains("targets");

    owner.run("trust", "rotate", image(), "targets");

    sign("v2");
    assertThat(listed("reader")).contains("v1", "v2");
  }

  /** Another name of the registry: the old one goes on until everybody has moved. */
  @Test
  void hostname_thatChanges_isSignedForBesideTheOldOne() {
    int port = registry.url().getPort();
    String former = registry.url().getAuthority();
    String next = "localhost:" + port;
    registry.close();
    server = server.with("trust.hostnames", List.of(former, next));
    registry = server.start();

    Output inspected = owner.run("trust", "inspect", former + "/" + NAME);
    assertThat(inspected.out()).contains("v1");
    owner.run("trust", "sign", next + "/" + NAME + ":v1");

    assertThat(listed("reader", former)).contains("v1");
    assertThat(listed("reader", next)).contains("v1");

    registry.close();
    server =
        server
            .with("trust.hostnames", List.of(next, former))
            .with(
                "trust.policies",
                List.of(Map.of("repository", "**", "mode", "enforce", "roots", "first-use")));
    registry = server.start();
    Output pulled = pull("v1");
    assertThat(pulled.exit()).as(pulled.toString()).isZero();
    assertThat(pull("v2").err()).contains("image is not signed");
  }

  private void sign(String tag) {
    owner.run("trust", "sign", image(tag));
  }

  private String listed(String reader) {
    return listed(reader, registry.url().getAuthority());
  }

  private String listed(String reader, String host) {
    Path folder = directory.resolve(reader);
    return home.run(
            "notary", "-s", "http://" + host, "-d", folder.toString(), "list", host + "/" + NAME)
        .out();
  }

  private void push(String name, String tag) {
    skopeo.push("one", registry.url().getAuthority() + "/" + name + ":" + tag).orFail();
  }

  private Output pull(String tag) {
    return skopeo.pull(image(tag));
  }

  private Output command(String verb, String file) {
    return home.attempt(server.command(verb, file).toArray(String[]::new));
  }

  private String image() {
    return registry.url().getAuthority() + "/" + NAME;
  }

  private String image(String tag) {
    return image() + ":" + tag;
  }

  private Path store() {
    return server.store();
  }

  private Path keys() {
    return owner.folder().resolve(".docker/trust/private");
  }

  private static void empty(Path store) throws IOException {
    try (Stream<Path> below = Files.walk(store)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(store)) {
          Files.delete(path);
        }
      }
    }
  }
}
