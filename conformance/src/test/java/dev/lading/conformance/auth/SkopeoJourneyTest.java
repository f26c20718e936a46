package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.auth.Site.Way;
import dev.lading.conformance.clients.BusyboxImage;
import dev.lading.conformance.clients.ClientHome;
import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.clients.Needs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs({"skopeo", "umoci", "busybox"})
class SkopeoJourneyTest {
  private static final String REFUSED =
      "(?s).*(unauthorized|denied|authentication required|Unauthorized|Forbidden).*";

  private final Path directory;
  private final ClientHome home;

  SkopeoJourneyTest(@TempDir Path directory) {
    this.directory = directory;
    this.home = ClientHome.in(directory);
  }

  @Test
  void tokens_areForWhatThePolicyGives() {
    journey(Way.TOKENS);
  }

  @Test
  void passwords_areForWhatThePolicyGives() {
    journey(Way.BASIC);
  }

  @Test
  void tokensOfAnotherServer_areForWhatTheySay_howeverTheyNameTheirKey() {
    try (Site site = Site.start(Way.EXTERNAL, directory)) {
      for (KeyForm form : KeyForm.values()) {
        site.tokens().orElseThrow().nameKeyBy(form);
        journey(site);
      }
    }
  }

  @Test
  void certificate_isForWhatThePolicyGivesToItsName() {
    Path image = image();
    try (Site site = Site.start(Way.CERTIFICATE, directory)) {
      site.showCertificateOf("alice");
      push(site, image, "team-a/app:v1").orFail();
      site.showCertificateOf("bob");
      refused(push(site, image, "team-a/app:v2"));
      pull(site, "team-a/app:v1").orFail();
      refused(delete(site, "team-a/app:v1"));
      site.showCertificateOf("mallory");
      refused(pull(site, "team-a/app:v1"));
    }
  }

  private void journey(Way way) {
    try (Site site = Site.start(way, directory)) {
      journey(site);
    }
  }

  private void journey(Site site) {
    Path image = image();
    String alice = People.ALICE.creds();
    String bob = People.BOB.creds();
    push(site, image, "team-a/app:v1", "--dest-creds=" + alice).orFail();
    push(site, image, "public/app:v1", "--dest-creds=" + alice).orFail();

    pull(site, "team-a/app:v1", "--src-creds=" + bob).orFail();
    assertThat(BusyboxImage.digest(directory.resolve("back")))
        .isEqualTo(BusyboxImage.digest(image));
    pull(site, "public/app:v1").orFail();

    refused(push(site, image, "team-a/app:v2", "--dest-creds=" + bob));
    refused(push(site, image, "team-b/app:v1", "--dest-creds=" + alice));
    refused(push(site, image, "public/app:v2"));
    refused(pull(site, "team-a/app:v1"));
    refused(pull(site, "team-a/app:v1", "--src-creds=alice:wrong"));
    refused(delete(site, "team-a/app:v1", "--creds=" + bob));
    pull(site, "team-a/app:v1", "--src-creds=" + bob).orFail();

    delete(site, "team-a/app:v1", "--creds=" + alice).orFail();
    assertThat(pull(site, "team-a/app:v1", "--src-creds=" + alice).err())
        .contains("manifest unknown");
  }

  private static void refused(Output output) {
    assertThat(output.exit()).as(output.toString()).isNotZero();
    assertThat(output.err()).matches(REFUSED);
  }

  private Output push(Site site, Path image, String to, String... options) {
    return skopeo(
        site, "copy", "--dest-cert-dir", options, "oci:" + image + ":v1", docker(site, to));
  }

  private Output pull(Site site, String from, String... options) {
    String back = "oci:" + directory.resolve("back") + ":v1";
    return skopeo(site, "copy", "--src-cert-dir", options, docker(site, from), back);
  }

  private Output delete(Site site, String name, String... options) {
    return skopeo(site, "delete", "--cert-dir", options, docker(site, name));
  }

  private Output skopeo(
      Site site, String verb, String certDir, String[] options, String... arguments) {
    var command = new ArrayList<>(List.of("skopeo", verb));
    command.add(certDir + "=" + site.certificates());
    command.addAll(List.of(options));
    command.addAll(List.of(arguments));
    return home.attempt(command.toArray(String[]::new));
  }

  private static String docker(Site site, String name) {
    return "docker://" + site.host() + "/" + name;
  }

  private Path image() {
    Path layout = directory.resolve("image");
    return layout.toFile().exists() ? layout : BusyboxImage.layout(home, layout, "v1", "logged in");
  }
}
