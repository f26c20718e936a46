package dev.lading.server;

import static dev.lading.server.TrustEdge.TUF;
import static dev.lading.server.TrustEdge.assertRule;
import static dev.lading.server.TrustEdge.header;
import static dev.lading.server.TrustEdge.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which trust data there is at all, and who may do what with it. */
class TrustRightsTest {
  @TempDir private Path directory;
  @AutoClose private TrustEdge server;

  @BeforeEach
  void open() {
    server = TrustEdge.in(directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:5001/team/app",
        "localhost/team/app",
        "team/app",
        "localhost:5000/team/App",
        "localhost:5000/localhost:5000/team/app",
        "localhost:5000",
      })
  void gun_ofNoRepositoryHere_hasNothing_andWhoeverMeansToPublishIsToldWhichHave(String gun) {
    String path = "/v2/" + gun + "/_trust/tuf/";
    String names = "trust data is kept here for repositories of localhost:5000, reg.example.com";

    assertThat(server.send(server.request(path + "root.json", "owner").GET()).statusCode())
        .isEqualTo(404);
    assertThat(server.send(server.request(path, "owner").DELETE()).statusCode()).isEqualTo(404);
    for (HttpResponse<byte[]> answer :
        List.of(
            server.send(server.request(path + "timestamp.key", "owner").GET()),
            server.send(server.request(path, "owner").POST(BodyPublishers.ofString("x"))))) {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(text(answer))
          .contains("\"code\":\"INVALID_GUN\"")
          .contains("{\"Error\":{\"Msg\":\"" + names + "\"},\"Name\":\"ErrValidation\"}");
    }
    assertThat(server.send(HttpRequest.newBuilder(server.uri(path + "root.json"))).statusCode())
        .isEqualTo(401);
  }

  @Test
  void secondHostname_hasTrustDataOfItsOwn_byTheSameRights() {
    server.begin();
    String other = "/v2/reg.example.com/team/app/_trust/tuf/root.json";

    assertThat(server.send(server.request(other, "owner").GET()).statusCode()).isEqualTo(404);
    assertThat(server.send(HttpRequest.newBuilder(server.uri(other))).statusCode()).isEqualTo(401);
  }

  /** A 403 would be "unable to reach trust server" to notary's clients. */
  @Test
  void whoMayNot_isChallenged_andNeverForbidden() {
    HttpResponse<byte[]> answer =
        server.send(server.request(TUF, "puller").POST(BodyPublishers.ofString("x")));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(header(answer, "WWW-Authenticate"))
        .endsWith(
            ",scope=\"repository:localhost:5000/team/app:pull,push\",error=\"insufficient_scope\"");
    assertThat(text(answer))
        .isEqualTo(
            "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\","
                + "\"detail\":[{\"Type\":\"repository\",\"Class\":\"\","
                + "\"Name\":\"localhost:5000/team/app\",\"Action\":\"pull\"},"
                + "{\"Type\":\"repository\",\"Class\":\"\","
                + "\"Name\":\"localhost:5000/team/app\",\"Action\":\"push\"}]}]}\n");
  }

  @Test
  void whoMayPushButNotSign_isToldSo_inWordsThatReachTheScreen() {
    assertRule(
        server.send(server.request(TUF, "pusher").POST(BodyPublishers.ofString("x"))),
        "you have no right to sign in team/app");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # who  | the token is asked for                          | read | key | rotate | publish | remove
          owner  | repository:localhost:5000/team/app:*            | 404  | 200 | 200    | 400     | 200
          owner  | repository:localhost:5000/team/app:push,pull    | 404  | 200 | 401    | 400     | 401
          owner  | repository:localhost:5000/team/app:pull         | 404  | 401 | 401    | 401     | 401
          owner  | repository:localhost:5000/team/app:push         | 401  | 401 | 401    | 401     | 401
          owner  | repository:team/app:*                           | 401  | 401 | 401    | 401     | 401
          owner  | repository:localhost:5001/team/app:*            | 401  | 401 | 401    | 401     | 401
          pusher | repository:localhost:5000/team/app:*            | 404  | 200 | 401    | 400     | 401
          puller | repository:localhost:5000/team/app:*            | 404  | 401 | 401    | 401     | 401
          """)
  void token_isGood_forWhatItWasAskedForAndTheRulesAllow(
      String user, String scope, int read, int key, int rotate, int publish, int remove) {
    String bearer = server.registry.bearer(user, scope);

    assertThat(server.status("GET", "root.json", bearer)).isEqualTo(read);
    assertThat(server.status("GET", "timestamp.key", bearer)).isEqualTo(key);
    assertThat(server.status("POST", "timestamp.key", bearer)).isEqualTo(rotate);
    assertThat(server.status("POST", "", bearer)).isEqualTo(publish);
    assertThat(server.status("DELETE", "", bearer)).isEqualTo(remove);
  }

  @Test
  void token_forTrustData_isNoneForTheRepository() {
    String bearer = server.registry.bearer("owner", "repository:localhost:5000/team/app:*");
    HttpRequest.Builder tags =
        HttpRequest.newBuilder(server.uri("/v2/team/app/tags/list"))
            .header("Authorization", bearer);

    assertThat(server.send(tags).statusCode()).isEqualTo(401);
  }
}
