package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.server.http.HttpEdge;
import dev.lading.server.trust.Form;
import dev.lading.server.trust.Publisher;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UploadedPart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of a notary server over HTTP, as its clients see them. */
class TrustRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Gun GUN = Gun.parse("localhost:5000/team/app");
  private static final String TUF = "/v2/" + GUN + "/_trust/tuf/";
  private static final String NOT_FOUND =
      "{\"errors\":[{\"code\":\"METADATA_NOT_FOUND\","
          + "\"message\":\"You have requested metadata that does not exist.\",\"detail\":{}}]}\n";

  @TempDir private Path directory;
  @AutoClose private GatedRegistry registry;
  @AutoClose private HttpEdge edge;
  @AutoClose private final HttpClient client = HttpClient.newHttpClient();
  private final Publisher publisher = new Publisher(GUN, GatedRegistry.NOW);

  @BeforeEach
  void open() {
    registry = GatedRegistry.in(directory, TestRules.byName());
    edge = registry.listen();
  }

  // ---- publishing, and reading what was published ------------------------------------------

  @Test
  void update_isAnsweredByABare200_andServedByteForByte() {
    SignedMetadata root = root(1);
    HttpResponse<byte[]> answer = publish(Map.of("root", root, "targets", publisher.targets(2)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(get(TUF + "root.json").body()).isEqualTo(root.bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root.json",
        "1.root.json",
        "01.root.json",
        "root.HASH.json",
        "targets.json",
        "2.targets.json",
        "targets.HASH.json",
        "targets/releases.json",
        "1.targets/releases.json",
        "targets/releases.HASH.json",
        "snapshot.json",
        "1.snapshot.json",
        "snapshot.HASH.json",
        "timestamp.json",
        "2.timestamp.json",
        "timestamp.HASH.json",
      })
  void file_isFoundByEachOfItsNames(String name) {
    begin();
    publish(Map.of("targets/releases", publisher.releases(1)));
    String role = name.replaceAll("^0*[0-9]+\\.|\\.HASH|\\.json$", "");
    byte[] current = get(TUF + role + ".json").body();
    boolean isFirst = name.equals("1.snapshot.json");
    String hex = Digest.of(Algorithm.SHA256, current).hex();

    HttpResponse<byte[]> found = get(TUF + name.replace("HASH", hex));

    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body().length).isPositive();
    assertThat(Arrays.equals(found.body(), current)).isNotEqualTo(isFirst);
    assertThat(header(found, "Content-Type")).isEqualTo("application/json");
    assertThat(header(found, "Last-Modified")).isEqualTo("Sat, 21 Nov 2026 12:00:00 GMT");
  }

  @Test
  void head_isAnsweredAsAGet() {
    begin();

    HttpResponse<byte[]> head =
        send(request(TUF + "root.json", "owner").method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length"))
        .hasValue(get(TUF + "root.json").body().length);
  }

  @ParameterizedTest
  @CsvSource({
    "root.json,             no-store",
    "timestamp.json,        no-store",
    "1.root.json,           'private, max-age=2592000'",
  })
  void file_thatTookALogin_isForNoSharedCache(String name, String caching) {
    begin();

    assertThat(header(get(TUF + name), "Cache-Control")).isEqualTo(caching);
  }

  @ParameterizedTest
  @CsvSource({
    "root.json,     'public, max-age=300, s-maxage=300, must-revalidate'",
    "1.root.json,   'public, max-age=2592000, s-maxage=2592000'",
  })
  void file_thatAnybodyMayRead_isForCaches(String name, String caching) {
    Gun gun = Gun.parse("localhost:5000/public/app");
    Publisher other = new Publisher(gun, GatedRegistry.NOW);
    SignedMetadata root = other.root(1, key(gun, Role.SNAPSHOT), key(gun, Role.TIMESTAMP));
    List<UploadedPart> parts =
        List.of(
            new UploadedPart("root", root.bytes()),
            new UploadedPart("targets", other.targets(2).bytes()));
    assertThat(registry.trust().data().publish(gun, parts)).isInstanceOf(Accepted.class);

    HttpResponse<byte[]> found =
        send(HttpRequest.newBuilder(uri("/v2/" + gun + "/_trust/tuf/" + name)));

    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(header(found, "Cache-Control")).isEqualTo(caching);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "targets/other.json",
        "7.root.json",
        "root.0000000000000000000000000000000000000000000000000000000000000000.json",
      })
  void file_thatIsNotThere_isNotFound(String name) {
    begin();

    HttpResponse<byte[]> answer = get(TUF + name);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer)).isEqualTo(NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"targets.key", "root.key", "root", "a.json", "targets/../root.json"})
  void name_ofNoFile_isNotFound_withoutDetail(String name) {
    begin();

    HttpResponse<byte[]> answer = get(TUF + name);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer)).isEqualTo(NOT_FOUND.replace(",\"detail\":{}", ""));
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json; charset=utf-8");
  }

  @Test
  void timestamp_thatHasExpired_isSignedAgainForItsReader() {
    begin();
    byte[] before = get(TUF + "timestamp.json").body();

    registry.advance(Duration.ofDays(15));

    assertThat(get(TUF + "timestamp.json").body()).isNotEqualTo(before);
    assertThat(get(TUF + "1.timestamp.json").body()).isEqualTo(before);
  }

  @Test
  void timestamp_ofARootThatHasExpired_cannotBeHad() {
    begin();

    registry.advance(Duration.ofDays(400));

    HttpResponse<byte[]> answer = get(TUF + "timestamp.json");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(text(answer))
        .isEqualTo("{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"unknown error\"}]}\n");
  }

  // ---- updates that are refused --------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # filename     | content | code             | message
          ''             | {}      | NO_FILENAME      | No file/role name provided.
          .json          | {}      | NO_FILENAME      | No file/role name provided.
          mirrors        | {}      | INVALID_ROLE     | The role you are attempting to operate on is invalid.
          targets/A      | {}      | INVALID_ROLE     | The role you are attempting to operate on is invalid.
          ../root        | {}      | INVALID_ROLE     | The role you are attempting to operate on is invalid.
          root           | {       | MALFORMED_JSON   | JSON sent by the client could not be parsed by the server
          root           | ''      | MALFORMED_JSON   | JSON sent by the client could not be parsed by the server
          """)
  void update_thatCannotBeRead_isRefused(
      String filename, String content, String code, String message) {
    HttpResponse<byte[]> answer = post(Form.part(filename, content) + Form.end());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer).get("code").asText()).isEqualTo(code);
    assertThat(error(answer).get("message").asText()).isEqualTo(message);
  }

  @Test
  void update_thatIsNoForm_isRefused() {
    HttpResponse<byte[]> answer =
        send(
            request(TUF, "owner")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer))
        .isEqualTo(
            "{\"errors\":[{\"code\":\"MALFORMED_UPLOAD\","
                + "\"message\":\"The body of your request is malformed.\"}]}\n");
  }

  @Test
  void update_againstTheRules_isTold_withTheTextThatReachesTheUser() {
    HttpResponse<byte[]> withoutRoot = publish(Map.of("targets", publisher.targets(2)));
    HttpResponse<byte[]> empty = post(Form.end());
    begin();
    HttpResponse<byte[]> again = publish(Map.of("targets", publisher.targets(2)));

    assertRule(withoutRoot, "no pre-existing root and no root provided in update.");
    assertRule(empty, "the update contains no file");
    assertThat(text(again))
        .isEqualTo(
            "{\"errors\":[{\"code\":\"VERSION\","
                + "\"message\":\"A newer version of metadata is already available.\","
                + "\"detail\":{\"Error\":{\"Msg\":\"somebody else has published since, publish again\"},"
                + "\"Name\":\"ErrValidation\"}}]}\n");
  }

  @Test
  void update_thatIsTooLarge_isRefused_inWordsForTheUser() {
    HttpResponse<byte[]> whole = post("x".repeat((16 << 20) + 1));
    HttpResponse<byte[]> part = post(Form.part("targets", " ".repeat((5 << 20) + 1)) + Form.end());
    HttpResponse<byte[]> many = post(Form.part("targets", "{}").repeat(70) + Form.end());

    assertRule(whole, "the update has more than the 16777216 bytes taken");
    assertRule(part, "targets has 5242881 bytes, at most 5242880 are taken");
    assertRule(many, "the update contains 65 files, at most 64 are taken");
  }

  @Test
  void update_thatIsRefused_changesNothing() {
    begin();
    byte[] before = get(TUF + "timestamp.json").body();

    publish(Map.of("targets", publisher.targets(2)));
    publish(Map.of("targets", publisher.targets(9)));

    assertThat(get(TUF + "timestamp.json").body()).isEqualTo(before);
  }

  // ---- hosts and rights ----------------------------------------------------------------------

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

    assertThat(send(request(path + "root.json", "owner").GET()).statusCode()).isEqualTo(404);
    assertThat(send(request(path, "owner").DELETE()).statusCode()).isEqualTo(404);
    for (HttpResponse<byte[]> answer :
        List.of(
            send(request(path + "timestamp.key", "owner").GET()),
            send(request(path, "owner").POST(BodyPublishers.ofString("x"))))) {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(text(answer))
          .contains("\"code\":\"INVALID_GUN\"")
          .contains("{\"Error\":{\"Msg\":\"" + names + "\"},\"Name\":\"ErrValidation\"}");
    }
    assertThat(send(HttpRequest.newBuilder(uri(path + "root.json"))).statusCode()).isEqualTo(401);
  }

  @Test
  void secondHostname_hasTrustDataOfItsOwn_byTheSameRights() {
    begin();
    String other = "/v2/reg.example.com/team/app/_trust/tuf/root.json";

    assertThat(send(request(other, "owner").GET()).statusCode()).isEqualTo(404);
    assertThat(send(HttpRequest.newBuilder(uri(other))).statusCode()).isEqualTo(401);
  }

  /** A 403 would be "unable to reach trust server" to notary's clients. */
  @Test
  void whoMayNot_isChallenged_andNeverForbidden() {
    HttpResponse<byte[]> answer = send(request(TUF, "puller").POST(BodyPublishers.ofString("x")));

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
        send(request(TUF, "pusher").POST(BodyPublishers.ofString("x"))),
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
    String bearer = registry.bearer(user, scope);

    assertThat(status("GET", "root.json", bearer)).isEqualTo(read);
    assertThat(status("GET", "timestamp.key", bearer)).isEqualTo(key);
    assertThat(status("POST", "timestamp.key", bearer)).isEqualTo(rotate);
    assertThat(status("POST", "", bearer)).isEqualTo(publish);
    assertThat(status("DELETE", "", bearer)).isEqualTo(remove);
  }

  @Test
  void token_forTrustData_isNoneForTheRepository() {
    String bearer = registry.bearer("owner", "repository:localhost:5000/team/app:*");
    HttpRequest.Builder tags =
        HttpRequest.newBuilder(uri("/v2/team/app/tags/list")).header("Authorization", bearer);

    assertThat(send(tags).statusCode()).isEqualTo(401);
  }

  // ---- keys, deletes, changes ----------------------------------------------------------------

  @Test
  void key_isTheSame_untilItHasSigned() {
    byte[] key = get(TUF + "timestamp.key").body();
    assertThat(get(TUF + "timestamp.key").body()).isEqualTo(key);
    assertThat(send(request(TUF + "timestamp.key", "owner").POST(BodyPublishers.noBody())).body())
        .isEqualTo(key);
    assertThat(get(TUF + "snapshot.key").body()).isNotEqualTo(key);

    begin();

    assertThat(get(TUF + "timestamp.key").body()).isEqualTo(key);
    assertThat(send(request(TUF + "timestamp.key", "owner").POST(BodyPublishers.noBody())).body())
        .isNotEqualTo(key);
  }

  @Test
  void delete_dropsAll_andIsNoErrorWhereNothingIs() {
    HttpResponse<byte[]> early = send(request(TUF, "owner").DELETE());
    begin();
    HttpResponse<byte[]> late = send(request(TUF, "owner").DELETE());

    assertThat(early.statusCode()).isEqualTo(200);
    assertThat(late.statusCode()).isEqualTo(200);
    assertThat(late.body()).isEmpty();
    assertThat(text(get(TUF + "root.json"))).isEqualTo(NOT_FOUND);
    assertThat(text(get(TUF + "1.root.json"))).isEqualTo(NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          records=10                     | 1 update 1, 2 update 2, 3 deletion 0
          records=0                      | 1 update 1, 2 update 2, 3 deletion 0
          records=2                      | 1 update 1, 2 update 2
          records=2&change_id=1          | 2 update 2, 3 deletion 0
          records=-1&change_id=3         | 2 update 2
          records=-2&change_id=-1        | 2 update 2, 3 deletion 0
          records=5&change_id=-1         | ''
          records=-5&change_id=          | ''
          records=-2147483648&change_id=2 | 1 update 1
          """)
  void changefeed_tellsWhatHappened_oldestFirst(String query, String expected) {
    begin();
    publish(Map.of("targets", publisher.targets(3)));
    send(request(TUF, "owner").DELETE());

    JsonNode feed = json(get("/v2/" + GUN + "/_trust/changefeed?" + query));

    List<String> records =
        StreamSupport.stream(feed.get("records").spliterator(), false)
            .map(
                each ->
                    each.get("ID").asText()
                        + " "
                        + each.get("Category").asText()
                        + " "
                        + each.get("Version").asInt())
            .toList();
    assertThat(String.join(", ", records)).isEqualTo(expected);
    assertThat(feed.get("count").asInt()).isEqualTo(records.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "records=", "records=x", "records=2147483648", "records=1&change_id=x"})
  void changefeed_ofNonsense_isRefused(String query) {
    HttpResponse<byte[]> answer = get("/v2/" + GUN + "/_trust/changefeed?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer).get("code").asText()).isEqualTo("INVALID_PARAMETERS");
  }

  @Test
  void health_isTold() {
    HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(uri("/_notary_server/health")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("{}");
  }

  // ---- what all of them need -----------------------------------------------------------------

  private void begin() {
    HttpResponse<byte[]> answer = publish(Map.of("root", root(1), "targets", publisher.targets(2)));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private SignedMetadata root(int version) {
    return publisher.root(version, key(GUN, Role.SNAPSHOT), key(GUN, Role.TIMESTAMP));
  }

  private PublicKey key(Gun gun, Role.ServerRole role) {
    return registry.trust().data().key(gun, role);
  }

  private HttpResponse<byte[]> publish(Map<String, SignedMetadata> files) {
    return post(Form.of(new TreeMap<>(files)));
  }

  private HttpResponse<byte[]> post(String form) {
    return send(
        request(TUF, "owner")
            .header("Content-Type", Form.TYPE)
            .POST(BodyPublishers.ofString(form)));
  }

  private HttpResponse<byte[]> get(String path) {
    return send(request(path, "owner").GET());
  }

  private int status(String method, String file, String bearer) {
    return send(HttpRequest.newBuilder(uri(TUF + file))
            .header("Authorization", bearer)
            .method(method, BodyPublishers.noBody()))
        .statusCode();
  }

  private HttpRequest.Builder request(String path, String user) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", GatedRegistry.basic(user));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + edge.addresses().getFirst().port() + path);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void assertRule(HttpResponse<byte[]> answer, String text) {
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode error = error(answer);
    assertThat(error.get("code").asText()).isEqualTo("INVALID_UPDATE");
    assertThat(error.get("message").asText()).isEqualTo("Update sent by the client is invalid.");
    assertThat(error.at("/detail/Name").asText()).isEqualTo("ErrValidation");
    assertThat(error.at("/detail/Error/Msg").asText()).isEqualTo(text);
    assertThat(answer.body().length).isLessThan(1024);
  }

  /** The only one: notary's clients understand no answer with more. */
  private static JsonNode error(HttpResponse<byte[]> answer) {
    JsonNode errors = json(answer).get("errors");
    assertThat(errors).hasSize(1);
    return errors.get(0);
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    try {
      return JSON.readTree(text(answer));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text(answer), e);
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
