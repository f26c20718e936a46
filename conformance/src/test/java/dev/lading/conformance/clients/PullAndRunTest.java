package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a push to a program's output, by our own client, before a registry that enforces. */
@Needs({"skopeo", "umoci", "runc", "busybox", "tar"})
class PullAndRunTest {
  private static final int REFUSED = 125;

  private final Path directory;
  private final LadingClient lading;
  @AutoClose private final ImageClient skopeo;
  @AutoClose private final RegistryProcess registry;

  PullAndRunTest(@TempDir Path directory) throws IOException {
    this.directory = Files.createDirectories(directory.resolve("client"));
    this.lading = client("user");
    this.skopeo = ImageClient.skopeo(this.directory);
    LadingServer server = LadingServer.in(directory);
    this.registry =
        server
            .with("trust.hostnames", List.of(server.url().getAuthority()))
            .with(
                "trust.policies",
                List.of(Map.of("repository", "prod/**", "mode", "enforce", "roots", "first-use")))
            .start();
  }

  @Test
  void whatIsSigned_runs_andNothingElse() throws IOException {
    String app = image("prod/app:v1");
    skopeo.push("one", app).orFail();
    refuses(lading.attempt("run", "--rm", app), app + " is not signed");

    lading.run("trust", "sign", app);
    assertThat(lading.run("run", "--rm", app).out()).isEqualTo("one\n");
    assertThat(lading.attempt("run", "--rm", app, "/bin/sh", "-c", "exit 7").exit()).isEqualTo(7);

    skopeo.push("two", app).orFail();
    refuses(lading.attempt("run", "--rm", app), "which is not signed; it was signed for sha256:");
    refuses(client("stranger").attempt("run", "--rm", app), "was never seen here");

    lading.run("trust", "sign", app);
    assertThat(lading.run("run", "--rm", app).out()).isEqualTo("two\n");

    lading.run("trust", "revoke", app);
    refuses(lading.attempt("run", "--rm", app), app + " is not signed: nobody who may sign it did");
    refuses(
        lading.attempt("run", "--rm", "--trust", "off", app),
        "is not pulled without a signature any more");
  }

  @Test
  void whoeverSaysSo_runsWhatIsNotSigned_untilTheRegistryRefuses() {
    skopeo.push("one", image("dev/app:v1")).orFail();
    skopeo.push("one", image("prod/app:v1")).orFail();

    assertThat(lading.run("run", "--rm", "--trust", "off", image("dev/app:v1")).out())
        .isEqualTo("one\n");
    refuses(
        lading.attempt("run", "--rm", "--trust", "off", image("prod/app:v1")),
        "DENIED: image is not signed");
  }

  @Test
  void whatIsHere_runsWithoutTheRegistry_whereNoSignatureIsAskedFor() {
    skopeo.push("one", image("dev/app:v2")).orFail();
    lading.run("pull", "--trust", "off", image("dev/app:v2"));
    skopeo.push("two", image("dev/app:v2")).orFail();

    assertThat(lading.run("run", "--rm", "--trust", "off", image("dev/app:v2")).out())
        .isEqualTo("one\n");
    lading.run("pull", "--trust", "off", image("dev/app:v2"));
    assertThat(lading.run("run", "--rm", "--trust", "off", image("dev/app:v2")).out())
        .isEqualTo("two\n");
  }

  private LadingClient client(String name) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    return new LadingClient(ClientHome.in(folder).with(Notary.PASSPHRASES), folder);
  }

  private String image(String name) {
    return registry.url().getAuthority() + "/" + name;
  }

  private static void refuses(Output run, String words) {
    assertThat(run.exit()).as(run.toString()).isEqualTo(REFUSED);
    assertThat(run.err()).contains(words);
  }
}
