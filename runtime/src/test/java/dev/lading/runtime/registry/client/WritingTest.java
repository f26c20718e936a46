package dev.lading.runtime.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.Refused;
import dev.lading.runtime.registry.RegistryException.TooLarge;
import dev.lading.runtime.registry.http.RequestBody;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.Credentials.Password;
import dev.lading.runtime.registry.played.PlayedServer;
import dev.lading.runtime.registry.played.PlayedServer.Seen;
import dev.lading.runtime.registry.played.Setting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritingTest {
  private static final RepositoryName APP = RepositoryName.parse("team/app");
  private static final byte[] BYTES = "layer".getBytes(StandardCharsets.US_ASCII);
  private static final Descriptor BLOB =
      Descriptor.of("", Digest.of(Algorithm.SHA256, BYTES), BYTES.length);
  private static final String GUN = "localhost:5000/team/app";
  private static final String TUF = " /v2/localhost:5000/team/app/_trust/tuf/";

  private final PlayedServer server = PlayedServer.start();
  private final Setting setting = Setting.usual();
  private final Transport transport = setting.transport();

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void blob_isPostedAndPut() {
    server.on(
        "POST /v2/team/app/blobs/uploads/",
        e -> e.with("Location", "/v2/team/app/blobs/uploads/7?_state=x").answer(202, ""));
    server.on("PUT /v2/team/app/blobs/uploads/7", e -> e.answer(201, ""));

    client().uploads(APP).push(BLOB, RequestBody.of(BYTES));

    Seen put = server.seen().getLast();
    assertThat(put.line())
        .isEqualTo("PUT /v2/team/app/blobs/uploads/7?_state=x&digest=" + BLOB.digest());
    assertThat(put.text()).isEqualTo("layer");
    assertThat(put.header("Content-type")).isEqualTo("application/octet-stream");
    assertThat(put.header("Content-length")).isEqualTo("5");
  }

  @Test
  void blob_thatIsThere_isNotSent() {
    server.on("HEAD /v2/team/app/blobs/" + BLOB.digest(), e -> e.answer(200, BYTES));

    client().uploads(APP).push(BLOB, RequestBody.of(BYTES));

    assertThat(server.lines()).noneMatch(line -> line.startsWith("POST"));
  }

  @Test
  void blob_putElsewhere_isSentThereWithoutTheLogin() {
    try (PlayedServer store = PlayedServer.start()) {
      server.on(
          "POST /v2/team/app/blobs/uploads/",
          e -> {
            if (e.seen().header("Authorization").isEmpty()) {
              e.with("WWW-Authenticate", "Basic realm=r").answer(401, "");
            } else {
              e.with("Location", store.url("/up")).answer(202, "");
            }
          });
      store.on("PUT /up", e -> e.answer(201, ""));

      setting
          .client(server.host(), transport, new Password("alice", "rabbit"))
          .uploads(APP)
          .push(BLOB, RequestBody.of(BYTES));

      assertThat(store.seen()).extracting(seen -> seen.header("Authorization")).containsExactly("");
    }
  }

  @Test
  void blob_thatTheRegistryMounts_isNotSent() {
    server.on("POST /v2/team/app/blobs/uploads/", e -> e.answer(201, ""));

    client().uploads(APP).mount(BLOB, RepositoryName.parse("base"), RequestBody.of(BYTES));

    assertThat(server.lines())
        .endsWith("POST /v2/team/app/blobs/uploads/?mount=" + BLOB.digest() + "&from=base");
  }

  @Test
  void blob_thatTheRegistryDoesNotMount_isSent() {
    server.on("POST /v2/team/app/blobs/uploads/", e -> e.with("Location", "7").answer(202, ""));
    server.on("PUT /v2/team/app/blobs/uploads/7", e -> e.answer(201, ""));

    client().uploads(APP).mount(BLOB, RepositoryName.parse("base"), RequestBody.of(BYTES));

    assertThat(server.seen().getLast().text()).isEqualTo("layer");
  }

  @Test
  void upload_withoutALocation_isABadAnswer() {
    server.on("POST /v2/team/app/blobs/uploads/", e -> e.answer(202, ""));

    assertThatThrownBy(() -> client().uploads(APP).push(BLOB, RequestBody.of(BYTES)))
        .isInstanceOf(BadAnswer.class);
  }

  @Test
  void trustData_isPublishedAsNotaryWritesIt() {
    server.on("POST" + TUF, e -> e.answer(200, ""));

    client()
        .trust(GUN)
        .publish(
            List.of(
                new TrustPart("root", "{1}".getBytes(StandardCharsets.US_ASCII)),
                new TrustPart("targets/releases", "{2}".getBytes(StandardCharsets.US_ASCII))));

    Seen post = server.seen().getLast();
    String boundary = post.header("Content-type").replace("multipart/form-data; boundary=", "");
    assertThat(boundary).matches("[0-9a-f]{60}");
    assertThat(post.text())
        .isEqualTo(
            """
            --B\r
            Content-Disposition: form-data; name="files"; filename="root"\r
            Content-Type: application/octet-stream\r
            \r
            {1}\r
            --B\r
            Content-Disposition: form-data; name="files"; filename="targets/releases"\r
            Content-Type: application/octet-stream\r
            \r
            {2}\r
            --B--\r
            """
                .replace("B", boundary));
  }

  @Test
  void trustData_thatSomebodyElsePublishedFirst_isARefusal() {
    server.on(
        "POST" + TUF,
        e -> e.answer(400, "{\"errors\":[{\"code\":\"VERSION\",\"message\":\"newer\"}]}"));

    assertThatThrownBy(() -> client().trust(GUN).publish(List.of()))
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.error("VERSION")).isPresent());
  }

  @Test
  void trustData_isReadByNameAndLimit() {
    server.on("GET" + TUF + "targets/releases.abc.json", e -> e.answer(200, "12345"));
    TrustRoutes trust = client().trust(GUN);

    assertThat(trust.find("targets/releases.abc", 5))
        .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(5));
    assertThat(trust.find("timestamp", 5)).isEmpty();
    assertThatThrownBy(() -> trust.find("targets/releases.abc", 4)).isInstanceOf(TooLarge.class);
  }

  @Test
  void trustKeys_areAskedForAndRotated() {
    server.on("GET" + TUF + "timestamp.key", e -> e.answer(200, "one"));
    server.on("POST" + TUF + "timestamp.key", e -> e.answer(200, "two"));
    server.on("DELETE" + TUF, e -> e.answer(200, ""));
    TrustRoutes trust = client().trust(GUN);

    assertThat(trust.key("timestamp")).asString(StandardCharsets.US_ASCII).isEqualTo("one");
    assertThat(trust.newKey("timestamp")).asString(StandardCharsets.US_ASCII).isEqualTo("two");
    trust.delete();
    assertThat(server.lines().getLast()).isEqualTo("DELETE" + TUF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a\"b", "a\r\nb", "targets/../root", "A"})
  void role_thatLeadsAstray_isNone(String role) {
    assertThatThrownBy(() -> new TrustPart(role, BYTES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private RegistryClient client() {
    return setting.client(server.host(), transport);
  }
}
