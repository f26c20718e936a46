package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.auth.Site.Way;
import dev.lading.conformance.clients.BusyboxImage;
import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.clients.DockerDaemon;
import dev.lading.conformance.clients.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One test, because each needs a daemon. */
@Needs({"dockerd", "docker", "runc", "busybox", "tar"})
class DockerJourneyTest {
  private final Path directory;

  DockerJourneyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void login_push_pull_logout_byEachWay() throws IOException {
    try (DockerDaemon docker = DockerDaemon.start(directory)) {
      String tar = BusyboxImage.tar(directory).toString();
      docker.docker("import", "--change=CMD [\"/bin/echo\", \"hello\"]", tar, "image");
      for (Way way : new Way[] {Way.TOKENS, Way.BASIC, Way.EXTERNAL}) {
        Path own = Files.createDirectories(directory.resolve(way.name()));
        try (Site site = Site.start(way, own)) {
          journey(docker, site, way);
        }
      }
    }
  }

  private void journey(DockerDaemon docker, Site site, Way way) {
    String app = site.host() + "/team-a/app:v1";
    String open = site.host() + "/public/app:v1";
    refused(docker.attempt("push", tagged(docker, app)));
    refused(login(docker, site, "alice", "wrong"));
    login(docker, site, "alice", People.ALICE.password()).orFail();
    docker.docker("push", app);
    docker.docker("push", tagged(docker, open));
    refused(docker.attempt("push", tagged(docker, site.host() + "/team-b/app:v1")));

    login(docker, site, "bob", People.BOB.password()).orFail();
    docker.docker("rmi", app, open);
    docker.docker("pull", app);
    refused(docker.attempt("push", tagged(docker, site.host() + "/team-a/app:v2")));

    docker.docker("logout", site.host());
    refused(docker.attempt("pull", app));
    if (way != Way.BASIC) {
      docker.docker("pull", open);
    } else {
      // Docker does not ask any further when a password is asked for and it has none.
      refused(docker.attempt("pull", open));
    }
  }

  private static Output login(DockerDaemon docker, Site site, String name, String password) {
    return docker.attempt("login", "-u", name, "-p", password, site.host());
  }

  private static String tagged(DockerDaemon docker, String image) {
    docker.docker("tag", "image", image);
    return image;
  }

  /** A pull from the loopback that is refused, docker tries once more without TLS. */
  private static void refused(Output output) {
    assertThat(output.exit()).as(output.toString()).isNotZero();
    assertThat(output.err())
        .containsAnyOf(
            "unauthorized",
            "denied",
            "no basic auth credentials",
            "Unauthorized",
            "this port speaks TLS");
  }
}
