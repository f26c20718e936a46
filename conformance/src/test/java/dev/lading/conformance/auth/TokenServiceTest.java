package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.auth.Site.Way;
import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients send to the token service and get from it, byte for byte, over TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server is enough
class TokenServiceTest {
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
  private static final String TEAM = "repository:team-a/app:pull,push";

  private final Site site;
  private final HttpsClient client;

  TokenServiceTest(@TempDir Path directory) {
    this.site = Site.start(Way.TOKENS, directory);
    this.client = site.client();
  }

  @AfterAll
  void stop() {
    client.close();
    site.close();
  }

  @Test
  void requests_withoutCredentials_areChallengedForWhatTheyNeed() {
    challenged(Request.get("/v2/"), "");
    challenged(Request.get("/v2/team-a/app/tags/list"), ",scope=\"repository:team-a/app:pull\"");
    challenged(
        Request.post("/v2/team-a/app/blobs/uploads/"),
        ",scope=\"repository:team-a/app:pull,push\"");
    challenged(
        Request.delete("/v2/team-a/app/manifests/v1"), ",scope=\"repository:team-a/app:delete\"");
  }

  @Test
  void containerd_postsItsPassword_andPushes() {
    String token = token(post(containerd(People.ALICE, TEAM)).is(200));
    String digest = new Pusher(client, "team-a/app", "Bearer " + token).push("containerd");

    String bobs = token(post(containerd(People.BOB, TEAM)).is(200));
    Request pull = Request.get("/v2/team-a/app/manifests/containerd");
    client.send(bearer(pull, bobs)).is(200).header("Docker-Content-Digest", digest);
    client
        .send(bearer(Request.post("/v2/team-a/app/blobs/uploads/"), bobs))
        .is(401)
        .code("UNAUTHORIZED")
        .header(
            "WWW-Authenticate",
            challenge(",scope=\"repository:team-a/app:pull,push\",error=\"insufficient_scope\""));
  }

  @Test
  void answer_hasAllThatClientsRead() {
    Answer answer = post(containerd(People.BOB, TEAM)).is(200);
    assertThat(answer.json().path("scope").asText()).isEqualTo("repository:team-a/app:pull");
    assertThat(answer.json().path("expires_in").asInt()).isGreaterThanOrEqualTo(60);
    assertThat(answer.json().path("issued_at").asText()).endsWith("Z");
    assertThat(answer.json().has("refresh_token")).isFalse();
  }

  @Test
  void wrongPassword_isRefused() {
    Request get = Request.get("/auth/token?service=lading&account=alice");
    client.send(get.header("Authorization", HttpsClient.basic("alice", "wrong"))).is(401);
    client.send(get.header("Authorization", HttpsClient.basic("nobody", "wrong"))).is(401);
    post(containerd(People.ALICE, TEAM).replace(People.ALICE.password(), "wrong")).is(401);
  }

  @Test
  void docker_getsARefreshToken_andUsesItForTokens() {
    Request login =
        Request.get("/auth/token?account=alice&client_id=docker&offline_token=true&service=lading")
            .header("Authorization", People.ALICE.basic());
    String refresh = client.send(login).is(200).json().path("refresh_token").asText();
    assertThat(refresh).isNotEmpty();

    String form =
        "grant_type=refresh_token&service=lading&client_id=docker&scope=%s&refresh_token=%s"
            .formatted(encoded(TEAM), encoded(refresh));
    new Pusher(client, "team-a/app", "Bearer " + token(post(form).is(200))).push("docker");
  }

  @Test
  void anonymousToken_pullsWhatIsPublic_only() {
    new Pusher(client, "public/app", People.ALICE.basic()).push("v1");
    Request get =
        Request.get(
            "/auth/token?service=lading&scope=repository:public/app:pull,push"
                + "&scope=repository:team-a/app:pull");
    String token = token(client.send(get).is(200));

    client.send(bearer(Request.get("/v2/public/app/manifests/v1"), token)).is(200);
    client.send(bearer(Request.get("/v2/team-a/app/tags/list"), token)).is(401);
    client.send(bearer(Request.post("/v2/public/app/blobs/uploads/"), token)).is(401);
  }

  @Test
  void tokenThatIsNone_isChallengedAsInvalid() {
    client
        .send(bearer(Request.get("/v2/team-a/app/tags/list"), "a.b.c"))
        .is(401)
        .header(
            "WWW-Authenticate",
            challenge(",scope=\"repository:team-a/app:pull\",error=\"invalid_token\""));
  }

  @Test
  void password_withoutTheRight_isDenied() {
    Request delete = Request.delete("/v2/team-a/app/manifests/v1");
    client
        .send(delete.header("Authorization", People.BOB.basic()))
        .is(403)
        .code("DENIED")
        .noHeader("WWW-Authenticate");
  }

  private void challenged(Request request, String rest) {
    client.send(request).is(401).code("UNAUTHORIZED").header("WWW-Authenticate", challenge(rest));
  }

  private String challenge(String rest) {
    return "Bearer realm=\"%s/auth/token\",service=\"lading\"%s"
        .formatted(site.registry().url(), rest);
  }

  private Answer post(String form) {
    return client.send(Request.post("/auth/token").type(FORM).body(form));
  }

  private static String containerd(People person, String scope) {
    return "client_id=containerd-client&grant_type=password&service=lading"
        + "&username=%s&password=%s&scope=%s"
            .formatted(person.login(), encoded(person.password()), encoded(scope));
  }

  private static String token(Answer answer) {
    return answer.json().path("access_token").asText();
  }

  private static Request bearer(Request request, String token) {
    return request.header("Authorization", "Bearer " + token);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
