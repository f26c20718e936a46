package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Patience;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see who pull from a registry that serves only what is signed. */
@Needs({"notary", "skopeo", "podman", "docker", "dockerd", "runc", "umoci", "busybox", "tar"})
class EnforcementTest {
  private static final Duration SOON = Duration.ofSeconds(12);

  private final Path directory;
  @AutoClose private final RegistryProcess registry;

  EnforcementTest(@TempDir Path directory) throws IOException {
    this.directory = Files.createDirectories(directory.resolve("client"));
    LadingServer server = LadingServer.in(directory);
    this.registry =
        server
            .with("trust.hostnames", List.of(server.url().getAuthority()))
            .with(
                "trust.policies",
                List.of(
                    Map.of("repository", "prod/**", "mode", "enforce", "roots", "first-use"),
                    Map.of("repository", "seen/**", "mode", "audit")))
            .start();
  }

  @Test
  void skopeo_pullsWhatIsSigned_andSaysWhyNothingElse() {
    try (ImageClient skopeo = ImageClient.skopeo(directory)) {
      journey(skopeo);
    }
  }

  @Test
  void podman_pullsWhatIsSigned_andSaysWhyNothingElse() throws IOException {
    try (ImageClient podman = ImageClient.podman(directory)) {
      journey(podman);
    }
  }

  @Test
  void docker_pullsWhatIsSigned_andSaysWhyNothingElse() {
    try (ImageClient docker = ImageClient.docker(directory)) {
      journey(docker);
    }
  }

  @Test
  void docker_isServedNoImage_thatSaysItIsNone() throws IOException {
    DisguisedImage disguised = DisguisedImage.of(BusyboxImage.tar(directory), "in control");
    Repository app = repository("prod/app");
    Manifest signed = app.pushImage("v1");
    Signer signer = Signer.of(image("prod/app"), directory);
    signer.begin();
    signer.sign("v1", refused("prod/app", "v1"));
    disguised.pushBlobs(app);
    try (DockerDaemon daemon = DockerDaemon.start(directory)) {
      for (Manifest disguise : disguised.manifests(signed)) {
        movesTo(disguise, signed, daemon);
      }
      assertThat(daemon.docker("images", "--all", "--quiet").out()).isEmpty();

      Repository unguarded = repository("dev/app");
      disguised.pushBlobs(unguarded);
      for (Manifest disguise : disguised.manifests(signed)) {
        unguarded.pushManifest("v1", disguise);
        assertThat(run(daemon, "dev/app@" + disguise.content().sha256()).orFail().line())
            .isEqualTo("in control");
      }
    }
  }

  @Test
  void audit_servesWhatIsNotSigned_andCountsIt() {
    String image = image("seen/app:v1");
    try (ImageClient skopeo = ImageClient.skopeo(directory)) {
      skopeo.push("one", image).orFail();
      assertThat(registry.log()).doesNotContain("pull-would-be-refused");
      skopeo.pull(image).orFail();
    }
    registry.close();

    assertThat(registry.log())
        .contains("pull-would-be-refused repository=seen/app rule=seen/**")
        .contains("reason=\"image is not signed: no signature for tag v1")
        .containsPattern("pulls-refused=0 pulls-audited=[1-9]");
  }

  private void journey(ImageClient client) {
    client.push("one", image("prod/old:v1")).orFail();
    Signer.of(image("prod/old"), directory).signUntil(SOON, "v1", refused("prod/old", "v1"));

    moves(client);

    client.push("one", image("dev/app:v1")).orFail();
    client.pull(image("dev/app:v1")).orFail();

    Patience.await("trust data that has expired", () -> get("prod/old", "v1").status() == 403);
    refuses(client.pull(image("prod/old:v1")), "trust data expired on ", "(targets)");
  }

  /** A tag that is signed, moved, signed again and revoked. */
  private void moves(ImageClient client) {
    String app = image("prod/app:v1");
    Signer signer = Signer.of(image("prod/app"), directory);
    client.push("one", app).orFail();
    refuses(client.pull(app), "image is not signed: no signature for tag v1 (sha256:");

    Signer.Image first = refused("prod/app", "v1");
    signer.begin();
    signer.sign("v1", first);
    client.pull(app).orFail();

    client.push("two", app).orFail();
    Signer.Image second = refused("prod/app", "v1");
    refuses(
        client.pull(app),
        "tag v1 was signed for " + first.digest() + ", but is " + second.digest() + " now");

    refuses(client.pull(image("prod/app@" + second.digest())), "signed for " + second.digest());

    signer.sign("v1", second);
    client.pull(app).orFail();
    // Docker keeps manifests that it has pulled; what it lacks then is a blob.
    refuses(client.pull(image("prod/app@" + first.digest())), "image is not signed: no ");

    signer.revoke("v1");
    refuses(client.pull(app), "image is not signed: no signature for tag v1 (" + second.digest());
  }

  /** A signed tag is moved, and a name that is served to whoever verifies signatures is made. */
  private void movesTo(Manifest disguise, Manifest signed, DockerDaemon daemon) {
    Repository app = repository("prod/app");
    String digest = app.pushManifest("v1", disguise);
    String was = signed.content().sha256();
    String signature = "sha256-" + was.substring(7) + ".sig";
    app.pushManifest(signature, disguise);
    String moved = "tag v1 was signed for " + was + ", but is " + digest + " now";
    String unsigned = "image is not signed: no tag is signed for " + digest;

    refuses(daemon.attempt("pull", image("prod/app:v1")), moved);
    refuses(daemon.attempt("pull", image("prod/app@" + digest)), unsigned);
    refuses(
        daemon.attempt("pull", image("prod/app:" + signature)),
        "image is not signed: no signature for tag " + signature);
    refuses(run(daemon, "prod/app:v1"), moved);
    refuses(run(daemon, "prod/app@" + digest), unsigned);
  }

  private Output run(DockerDaemon daemon, String name) {
    return daemon.attempt("run", "--rm", "--network=none", image(name));
  }

  private Signer.Image refused(String name, String tag) {
    Answer refusal = get(name, tag).is(403).code("DENIED");
    JsonNode detail = refusal.errors().path(0).path("detail");
    assertThat(detail.path("digest").asText()).isEqualTo(refusal.header("Docker-Content-Digest"));
    return new Signer.Image(detail.path("digest").asText(), detail.path("size").asLong());
  }

  private Answer get(String name, String tag) {
    Repository repository = repository(name);
    return repository.send(Request.get(repository.manifest(tag)));
  }

  private Repository repository(String name) {
    return new Repository(registry, name, new Findings());
  }

  private String image(String name) {
    return registry.url().getAuthority() + "/" + name;
  }

  private static void refuses(Output pull, String... words) {
    assertThat(pull.exit()).as(pull.toString()).isNotZero();
    assertThat(pull.err()).contains(words);
  }
}
