package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.auth.Site.Way;
import dev.lading.conformance.clients.BusyboxImage;
import dev.lading.conformance.clients.ClientHome;
import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.clients.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Needs({"podman", "umoci", "busybox"})
@ParameterizedClass
@EnumSource(
    value = Way.class,
    names = {"TOKENS", "BASIC", "EXTERNAL"})
class PodmanJourneyTest {
  private final Way way;
  private final Path directory;
  private final ClientHome home;

  PodmanJourneyTest(Way way, @TempDir Path directory) throws IOException {
    this.way = way;
    this.directory = directory;
    Path config = directory.resolve("containers.conf");
    Files.writeString(config, "[engine]\ncgroup_manager=\"cgroupfs\"\nevents_logger=\"none\"\n");
    Path logins = Files.writeString(directory.resolve("auth.json"), "{}");
    this.home =
        ClientHome.in(directory)
            .with("CONTAINERS_CONF", config.toString())
            .with("REGISTRY_AUTH_FILE", logins.toString());
  }

  @Test
  void login_push_pull_logout() {
    Path layout = BusyboxImage.layout(home, directory.resolve("image"), "v1", "podman");
    String id = podman("pull", "--quiet", "oci:" + layout + ":v1").orFail().line();
    try (Site site = Site.start(way, directory)) {
      String certificates = "--cert-dir=" + site.certificates();
      String app = site.host() + "/team-a/app:v1";
      assertThat(login(site, "alice", "wrong").exit()).isNotZero();
      login(site, "alice", People.ALICE.password()).orFail();
      podman("push", certificates, id, app).orFail();
      podman("push", certificates, id, site.host() + "/public/app:v1").orFail();
      refused(podman("push", certificates, id, site.host() + "/team-b/app:v1"));

      login(site, "bob", People.BOB.password()).orFail();
      podman("pull", certificates, app).orFail();
      refused(podman("push", certificates, id, site.host() + "/team-a/app:v2"));

      podman("logout", site.host()).orFail();
      podman("pull", certificates, site.host() + "/public/app:v1").orFail();
      refused(podman("pull", certificates, app));
    }
  }

  private Output login(Site site, String name, String password) {
    return podman(
        "login", "--cert-dir=" + site.certificates(), "-u", name, "-p", password, site.host());
  }

  private static void refused(Output output) {
    assertThat(output.exit()).as(output.toString()).isNotZero();
    assertThat(output.err())
        .containsAnyOf("unauthorized", "denied", "authentication required", "403 (Forbidden)");
  }

  private Output podman(String... arguments) {
    List<String> command = new ArrayList<>(List.of("podman", "--storage-driver=vfs"));
    command.add("--root=" + directory.resolve("podman"));
    command.add("--runroot=" + directory.resolve("podman-run"));
    command.add("--tmpdir=" + directory.resolve("podman-tmp"));
    command.addAll(List.of(arguments));
    return home.attempt(command.toArray(String[]::new));
  }
}
