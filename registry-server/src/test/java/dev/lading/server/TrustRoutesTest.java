package dev.lading.server;

import static dev.lading.server.TrustEdge.GUN;
import static dev.lading.server.TrustEdge.TUF;
import static dev.lading.server.TrustEdge.error;
import static dev.lading.server.TrustEdge.header;
import static dev.lading.server.TrustEdge.json;
import static dev.lading.server.TrustEdge.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.server.trust.Publisher;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UploadedPart;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  private static final String NOT_FOUND =
      "{\"errors\":[{\"code\":\"METADATA_NOT_FOUND\","
          + "\"message\":\"You have requested metadata that does not exist.\",\"detail\":{}}]}\n";

  @TempDir private Path directory;
  @AutoClose private TrustEdge server;

  @BeforeEach
  void open() {
    server = TrustEdge.in(directory);
  }

  @Test
  void update_isAnsweredByABare200_andServedByteForByte() {
    SignedMetadata root = server.root(1);
    HttpResponse<byte[]> answer =
        server.publish(Map.of("root", root, "targets", server.publisher.targets(2)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(server.get(TUF + "root.json").body()).isEqualTo(root.bytes());
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
    server.begin();
    server.publish(Map.of("targets/releases", server.publisher.releases(1)));
    String role = name.replaceAll("^0*[0-9]+\\.|\\.HASH|\\.json$", "");
    byte[] current = server.get(TUF + role + ".json").body();
    boolean isFirst = name.equals("1.snapshot.json");
    String hex = Digest.of(Algorithm.SHA256, current).hex();

    HttpResponse<byte[]> found = server.get(TUF + name.replace("HASH", hex));

    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body().length).isPositive();
    assertThat(Arrays.equals(found.body(), current)).isNotEqualTo(isFirst);
    assertThat(header(found, "Content-Type")).isEqualTo("application/json");
    assertThat(header(found, "Last-Modified")).isEqualTo("Sat, 21 Nov 2026 12:00:00 GMT");
  }

  @Test
  void head_isAnsweredAsAGet() {
    server.begin();

    HttpResponse<byte[]> head =
        server.send(
            server.request(TUF + "root.json", "owner").method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length"))
        .hasValue(server.get(TUF + "root.json").body().length);
  }

  @ParameterizedTest
  @CsvSource({
    "root.json,             no-store",
    "timestamp.json,        no-store",
    "1.root.json,           'private, max-age=2592000'",
  })
  void file_thatTookALogin_isForNoSharedCache(String name, String caching) {
    server.begin();

    assertThat(header(server.get(TUF + name), "Cache-Control")).isEqualTo(caching);
  }

  @ParameterizedTest
  @CsvSource({
    "root.json,     'public, max-age=300, s-maxage=300, must-revalidate'",
    "1.root.json,   'public, max-age=2592000, s-maxage=2592000'",
  })
  void file_thatAnybodyMayRead_isForCaches(String name, String caching) {
    Gun gun = Gun.parse("localhost:5000/public/app");
    Publisher other = new Publisher(gun, GatedRegistry.NOW);
    SignedMetadata root =
        other.root(1, server.key(gun, Role.SNAPSHOT), server.key(gun, Role.TIMESTAMP));
    List<UploadedPart> parts =
        List.of(
            new UploadedPart("root", root.bytes()),
            new UploadedPart("targets", other.targets(2).bytes()));
    assertThat(server.registry.trust().data().publish(gun, parts)).isInstanceOf(Accepted.class);

    HttpResponse<byte[]> found =
        server.send(HttpRequest.newBuilder(server.uri("/v2/" + gun + "/_trust/tuf/" + name)));

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
    server.begin();

    HttpResponse<byte[]> answer = server.get(TUF + name);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer)).isEqualTo(NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"targets.key", "root.key", "root", "a.json", "targets/../root.json"})
  void name_ofNoFile_isNotFound_withoutDetail(String name) {
    server.begin();

    HttpResponse<byte[]> answer = server.get(TUF + name);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer)).isEqualTo(NOT_FOUND.replace(",\"detail\":{}", ""));
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json; charset=utf-8");
  }

  @Test
  void timestamp_thatHasExpired_isSignedAgainForItsReader() {
    server.begin();
    byte[] before = server.get(TUF + "timestamp.json").body();

    server.registry.advance(Duration.ofDays(15));

    assertThat(server.get(TUF + "timestamp.json").body()).isNotEqualTo(before);
    assertThat(server.get(TUF + "1.timestamp.json").body()).isEqualTo(before);
  }

  @Test
  void timestamp_ofARootThatHasExpired_cannotBeHad() {
    server.begin();

    server.registry.advance(Duration.ofDays(400));

    HttpResponse<byte[]> answer = server.get(TUF + "timestamp.json");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(text(answer))
        .isEqualTo("{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"unknown error\"}]}\n");
  }

  @Test
  void key_isTheSame_untilItHasSigned() {
    byte[] key = server.get(TUF + "timestamp.key").body();
    assertThat(server.get(TUF + "timestamp.key").body()).isEqualTo(key);
    assertThat(
            server
                .send(server.request(TUF + "timestamp.key", "owner").POST(BodyPublishers.noBody()))
                .body())
        .isEqualTo(key);
    assertThat(server.get(TUF + "snapshot.key").body()).isNotEqualTo(key);

    server.begin();

    assertThat(server.get(TUF + "timestamp.key").body()).isEqualTo(key);
    assertThat(
            server
                .send(server.request(TUF + "timestamp.key", "owner").POST(BodyPublishers.noBody()))
                .body())
        .isNotEqualTo(key);
  }

  @Test
  void delete_dropsAll_andIsNoErrorWhereNothingIs() {
    HttpResponse<byte[]> early = server.send(server.request(TUF, "owner").DELETE());
    server.begin();
    HttpResponse<byte[]> late = server.send(server.request(TUF, "owner").DELETE());

    assertThat(early.statusCode()).isEqualTo(200);
    assertThat(late.statusCode()).isEqualTo(200);
    assertThat(late.body()).isEmpty();
    assertThat(text(server.get(TUF + "root.json"))).isEqualTo(NOT_FOUND);
    assertThat(text(server.get(TUF + "1.root.json"))).isEqualTo(NOT_FOUND);
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
    server.begin();
    server.publish(Map.of("targets", server.publisher.targets(3)));
    server.send(server.request(TUF, "owner").DELETE());

    JsonNode feed = json(server.get("/v2/" + GUN + "/_trust/changefeed?" + query));

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
    HttpResponse<byte[]> answer = server.get("/v2/" + GUN + "/_trust/changefeed?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer).get("code").asText()).isEqualTo("INVALID_PARAMETERS");
  }

  @Test
  void health_isTold() {
    HttpResponse<byte[]> answer =
        server.send(HttpRequest.newBuilder(server.uri("/_notary_server/health")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("{}");
  }
}
