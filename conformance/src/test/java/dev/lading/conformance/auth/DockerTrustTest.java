package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.BusyboxImage;
import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.clients.Docker;
import dev.lading.conformance.clients.DockerDaemon;
import dev.lading.conformance.clients.Entrance;
import dev.lading.conformance.clients.LadingClient;
import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.support.Authority;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Docker's content trust, with nothing configured: its trust server is the registry. Two registries
 * that speak TLS, as it asks of trust servers: an open one, and one that knows {@link People}.
 */
@Needs({"dockerd", "docker", "runc", "busybox", "tar"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one daemon for all
class DockerTrustTest {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Path directory;
  private final DockerDaemon daemon;
  private final RegistryProcess open;
  private final RegistryProcess guarded;

  DockerTrustTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.open = start("open", Map.of());
    this.guarded =
        start(
            "guarded",
            Map.of(
                "auth.htpasswd.path",
                "users.htpasswd",
                "auth.token.issue",
                true,
                "auth.access",
                People.rules()));
    this.daemon = DockerDaemon.start(directory);
    String tar = BusyboxImage.tar(directory).toString();
    daemon.docker("import", "--change=CMD [\"/bin/echo\", \"hello\"]", tar, "image");
    daemon.docker("import", "--change=CMD [\"/bin/echo\", \"moved\"]", tar, "other");
  }

  @AfterAll
  void stop() {
    daemon.close();
    guarded.close();
    open.close();
  }

  @Test
  void pushSigns_pullVerifies_andRevokeTakesItBack() {
    String image = host(open) + "/dev/app";
    Docker owner = docker("owner");
    daemon.docker("tag", "image", image + ":v1");
    String pushed = owner.underContentTrust().run("push", image + ":v1").out();
    assertThat(pushed)
        .contains("Finished initializing \"" + image + "\"")
        .contains("Successfully signed " + image + ":v1");
    String signed = digest(pushed);

    daemon.docker("tag", "other", image + ":unsigned");
    owner.run("push", image + ":unsigned");
    daemon.docker("tag", "other", image + ":v1");
    owner.run("push", image + ":v1");
    daemon.docker("rmi", image + ":v1", image + ":unsigned");

    Docker reader = docker("reader").underContentTrust();
    assertThat(reader.run("pull", image + ":v1").out()).contains("v1@" + signed);
    assertThat(reader.run("run", "--rm", "--network=none", image + ":v1").line())
        .isEqualTo("hello");
    refused(reader.attempt("pull", image + ":unsigned"), "No valid trust data for unsigned");
    refused(
        reader.attempt("pull", host(open) + "/dev/none:v1"),
        "does not have trust data for " + host(open) + "/dev/none");
    assertThat(reader.run("trust", "inspect", image).out())
        .contains("\"SignedTag\": \"v1\"", "Repo Admin", signed.substring(7));

    owner.run("trust", "revoke", "-y", image + ":v1");

    refused(reader.attempt("pull", image + ":v1"), "No valid trust data for v1");
  }

  @Test
  void signers_haveKeysOfTheirOwn_andAreTakenOn_andLetGo() throws IOException {
    String image = host(guarded) + "/team-a/signed";
    Docker alice = login("alice", People.ALICE);
    Docker carol = login("carol", People.ALICE);
    Docker ci = login("ci", People.ALICE);
    alice.run("trust", "signer", "add", "--key", generated(alice, "alice"), "alice", image);
    alice.run("trust", "signer", "add", "--key", loaded(ci, "ci"), "ci", image);
    alice.run("trust", "signer", "add", "--key", generated(carol, "carol"), "carol", image);
    assertThat(sign(alice, "image", image + ":v1").out())
        .contains("Successfully signed " + image + ":v1");
    sign(ci, "other", image + ":v2");
    Docker bob = login("bob", People.BOB).underContentTrust();
    daemon.docker("rmi", image + ":v1", image + ":v2");
    bob.run("pull", image + ":v1");
    bob.run("pull", image + ":v2");
    alice.run("trust", "revoke", "-y", image + ":v1");
    refused(bob.attempt("pull", image + ":v1"), "No valid trust data for v1");

    sign(carol, "other", image + ":v3");
    assertThat(bob.run("trust", "inspect", "--pretty", image).out())
        .containsPattern("v2 .* ci\n")
        .containsPattern("v3 .* carol\n");
    // It asks, because hers is the last signature; 28.2 removes nobody without having asked.
    alice.confirm("trust", "signer", "remove", "carol", image);
    assertThat(bob.run("trust", "inspect", image).out()).contains("ci").doesNotContain("carol");
    refused(bob.attempt("pull", image + ":v3"), "No valid trust data for v3");
    sign(alice, "image", image + ":v4");
    bob.run("pull", image + ":v4");
  }

  @Test
  void whoMayNot_isToldSo() {
    String image = host(guarded) + "/team-a/guarded";
    Docker alice = login("guarding-alice", People.ALICE).underContentTrust();
    Docker dave = login("guarded-dave", People.DAVE).underContentTrust();
    Docker nobody = docker("nobody").underContentTrust();
    daemon.docker("tag", "image", image + ":v1");

    refused(dave.attempt("push", image + ":v1"), "you have no right to sign in team-a/guarded");
    alice.run("push", image + ":v1");
    login("dave", People.DAVE).underContentTrust().run("pull", image + ":v1");
    refused(nobody.attempt("pull", image + ":v1"), "you are not authorized");
  }

  @Test
  void whatWeSign_dockerBelieves_andTheOtherWayRound() {
    String image = host(open) + "/dev/shared";
    Docker docker = docker("shared");
    LadingClient lading = lading(docker);
    daemon.docker("tag", "image", image + ":ours");
    docker.run("push", image + ":ours");
    lading.run("trust", "sign", image + ":ours");
    daemon.docker("rmi", image + ":ours");

    Docker reader = docker("shared-reader").underContentTrust();
    reader.run("pull", image + ":ours");
    daemon.docker("tag", "other", image + ":theirs");
    String digest = digest(docker.underContentTrust().run("push", image + ":theirs").out());

    assertThat(lading(docker("another")).run("trust", "inspect", "--trust-first-use", image).out())
        .contains("ours")
        .containsPattern("theirs .*" + digest);
  }

  private Docker docker(String name) {
    return Docker.of(daemon, directory.resolve(name));
  }

  private Docker login(String name, People who) {
    Docker docker = docker(name);
    docker.run("login", "-u", who.login(), "-p", who.password(), host(guarded));
    return docker;
  }

  private Output sign(Docker signer, String image, String as) {
    daemon.docker("tag", image, as);
    return signer.run("trust", "sign", as);
  }

  /** Makes a key; the file of its public part. */
  private static String generated(Docker docker, String name) {
    docker.run("trust", "key", "generate", name, "--dir", docker.folder().toString());
    return docker.folder().resolve(name + ".pub").toString();
  }

  /** Loads a key that was made elsewhere; the file of its certificate. */
  private static String loaded(Docker docker, String name) throws IOException {
    Path certificate = docker.folder().resolve(name + ".crt");
    Path key = docker.folder().resolve(name + ".key");
    new Authority().issue(name).write(certificate, key);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    docker.run("trust", "key", "load", key.toString(), "--name", name);
    return certificate.toString();
  }

  /** It trusts the registry by the authority that is in its folder, and has docker's keys. */
  private LadingClient lading(Docker docker) {
    try {
      Path certificates = docker.folder().resolve(".config/containers/certs.d").resolve(host(open));
      Files.createDirectories(certificates);
      Files.copy(directory.resolve("open/ca.crt"), certificates.resolve("ca.crt"));
      return new LadingClient(docker.client(), docker.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RegistryProcess start(String name, Map<String, Object> settings) throws IOException {
    Path own = Files.createDirectories(directory.resolve(name));
    Files.writeString(own.resolve("users.htpasswd"), People.htpasswd());
    LadingServer server = Entrance.TLS.of(LadingServer.in(own)).with(settings);
    return server.with("trust.hostnames", List.of(server.url().getAuthority())).start();
  }

  private static String host(RegistryProcess registry) {
    return registry.url().getAuthority();
  }

  private static void refused(Output output, String words) {
    assertThat(output.exit()).as(output.toString()).isNotZero();
    assertThat(output.err() + output.out()).as(output.toString()).contains(words);
  }

  private static String digest(String output) {
    Matcher digest = DIGEST.matcher(output);
    assertThat(digest.find()).as(output).isTrue();
    return digest.group();
  }
}
