package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.conformance.auth.Site.Way;
import dev.lading.conformance.clients.BusyboxImage;
import dev.lading.conformance.clients.ClientHome;
import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.support.Authority;
import dev.lading.conformance.support.DockerRegistry;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's docker-registry (2.8) and Lading believe the same tokens. */
@Needs({"docker-registry", "skopeo", "umoci", "busybox"})
class RelyingPartyTest {
  private static final String TEAM = "repository:team-a/app:pull,push";

  private final Path directory;

  RelyingPartyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void tokenOfLading_isBelievedByDockerRegistry_forItsRepositoryAlone() throws IOException {
    try (Site site = Site.start(Way.TOKENS, directory);
        HttpsClient lading = site.client()) {
      String token = token(lading);
      Path bundle = Authority.replace(directory.resolve("lading.crt"), certificate(token));
      try (RegistryProcess peer = dockerRegistry(settings(site, bundle));
          HttpsClient client = HttpsClient.to(peer.url(), site.trust())) {
        new Pusher(client, "team-a/app", "Bearer " + token).push("v1");

        client
            .send(upload("team-b/app", token))
            .is(401)
            .headerMatches("WWW-Authenticate", ".*error=\"insufficient_scope\".*");
        client.send(Request.post("/v2/team-a/app/blobs/uploads/")).is(401);
      }
    }
  }

  @Test
  void skopeo_isSentToLading_byDockerRegistry() throws IOException {
    ClientHome home = ClientHome.in(directory);
    String image = "oci:" + BusyboxImage.layout(home, directory.resolve("image"), "v1", "sent");
    try (Site site = Site.start(Way.TOKENS, directory);
        HttpsClient lading = site.client()) {
      Path bundle = Authority.replace(directory.resolve("lading.crt"), certificate(token(lading)));
      try (RegistryProcess peer = dockerRegistry(settings(site, bundle))) {
        String push = "skopeo copy --dest-tls-verify=false --dest-creds=%s %s:v1 docker://%s/%s";
        String alice = People.ALICE.creds();
        String host = peer.url().getAuthority();
        home.run(push.formatted(alice, image, host, "team-a/app:v1").split(" ", -1));
        assertThat(
                home.attempt(push.formatted(alice, image, host, "team-b/app:v1").split(" ", -1))
                    .err())
            .containsAnyOf("unauthorized", "denied", "authentication required");
      }
    }
  }

  /** What docker-registry 2.8 refuses, later ones take: the key by its RFC 7638 thumbprint. */
  @Test
  void tokenOfAnotherServer_thatDockerRegistryBelieves_isBelieved() {
    try (Site site = Site.start(Way.EXTERNAL, directory);
        HttpsClient lading = site.client()) {
      TokenServer tokens = site.tokens().orElseThrow();
      try (RegistryProcess peer = dockerRegistry(tokens.settings(directory));
          HttpsClient client = HttpsClient.to(peer.url(), site.trust())) {
        Map<KeyForm, Integer> theirs = new EnumMap<>(KeyForm.class);
        for (KeyForm form : KeyForm.values()) {
          String token = tokens.token(form, "alice", List.of(TEAM));
          theirs.put(form, client.send(upload("team-a/app", token)).status());
          lading.send(upload("team-a/app", token)).is(202);
          lading.send(upload("team-b/app", token)).is(401);
        }
        assertThat(theirs)
            .containsExactlyInAnyOrderEntriesOf(
                Map.of(
                    KeyForm.X5C, 202,
                    KeyForm.LIBTRUST, 202,
                    KeyForm.JWK, 401,
                    KeyForm.THUMBPRINT, 401,
                    KeyForm.LISTED, 401));
      }
    }
  }

  private RegistryProcess dockerRegistry(Map<String, Object> settings) {
    return DockerRegistry.start(directory, directory.resolve("peer"), settings);
  }

  private static Map<String, Object> settings(Site site, Path bundle) {
    return Map.of(
        "auth.token.realm",
        site.registry().url() + "/auth/token",
        "auth.token.service",
        "lading",
        "auth.token.issuer",
        "lading",
        "auth.token.rootcertbundle",
        bundle.toString());
  }

  private static String token(HttpsClient lading) {
    Request get = Request.get("/auth/token?service=lading&scope=" + TEAM);
    return lading
        .send(get.header("Authorization", People.ALICE.basic()))
        .is(200)
        .json()
        .path("token")
        .asText();
  }

  /** That of the key that signed the token, as PEM. */
  private static String certificate(String token) throws IOException {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    String der = new ObjectMapper().readTree(header).at("/x5c/0").asText();
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(der.replaceAll("(.{64})", "$1\n").strip());
  }

  private static Request upload(String repository, String token) {
    return Request.post("/v2/" + repository + "/blobs/uploads/")
        .header("Authorization", "Bearer " + token);
  }
}
