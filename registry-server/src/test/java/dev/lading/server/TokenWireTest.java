package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.server.http.HttpEdge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login as clients go about it: a challenge, a token, and the request again, over HTTP. */
class TokenWireTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORM =
      "grant_type=password&username=pusher&password=pusher-secret&client_id=c&service="
          + GatedRegistry.SERVICE
          + "&scope=repository:team/app:pull,push";

  @TempDir private Path directory;
  @AutoClose private GatedRegistry registry;
  @AutoClose private HttpEdge edge;

  @AutoClose
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void open() {
    registry = GatedRegistry.in(directory, TestRules.byName());
    edge = registry.listen();
  }

  @Test
  void challenge_leadsToAToken_thatLetsIn() throws IOException, InterruptedException {
    HttpResponse<String> refusal = send(start());
    assertThat(refusal.statusCode()).isEqualTo(401);
    assertThat(refusal.headers().allValues("WWW-Authenticate"))
        .containsExactly(
            "Bearer realm=\""
                + base()
                + "/auth/token\",service=\""
                + GatedRegistry.SERVICE
                + "\",scope=\"repository:team/app:pull,push\"");
    assertThat(JSON.readTree(refusal.body()).at("/errors/0/code").asText())
        .isEqualTo("UNAUTHORIZED");

    HttpResponse<String> granted =
        send(
            request(
                    "/auth/token?service="
                        + GatedRegistry.SERVICE
                        + "&scope=repository:team/app:pull,push")
                .header("Authorization", GatedRegistry.basic("pusher")));
    assertThat(granted.statusCode()).isEqualTo(200);
    assertThat(granted.headers().firstValue("Cache-Control")).contains("no-store");

    String token = JSON.readTree(granted.body()).get("token").asText();
    assertThat(send(start().header("Authorization", "Bearer " + token)).statusCode())
        .isEqualTo(202);
  }

  @Test
  void form_inChunks_isAnsweredAsOneOfKnownLength() throws IOException, InterruptedException {
    HttpResponse<String> whole = form(BodyPublishers.ofString(FORM));
    HttpResponse<String> chunked =
        form(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(FORM.getBytes(UTF_8))));

    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(chunked.statusCode()).isEqualTo(200);
    assertThat(scope(chunked)).isEqualTo(scope(whole)).isEqualTo("repository:team/app:pull,push");
  }

  @Test
  void form_ofAWrongPassword_isA401_andOneThatIsTooLarge_a413()
      throws IOException, InterruptedException {
    HttpResponse<String> wrong =
        form(BodyPublishers.ofString(FORM.replace("pusher-secret", "wrong")));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().allValues("WWW-Authenticate"))
        .containsExactly("Basic realm=\"lading\"");

    assertThat(form(BodyPublishers.ofString(FORM + "&x=" + "x".repeat(64 << 10))).statusCode())
        .isEqualTo(413);
  }

  private HttpResponse<String> form(BodyPublisher body) throws IOException, InterruptedException {
    return send(
        request("/auth/token")
            .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .POST(body));
  }

  private static String scope(HttpResponse<String> answer) throws IOException {
    JsonNode json = JSON.readTree(answer.body());
    return json.get("scope").asText();
  }

  private HttpRequest.Builder start() {
    return request("/v2/team/app/blobs/uploads/").POST(BodyPublishers.noBody());
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(base() + target));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String base() {
    return "http://127.0.0.1:" + edge.addresses().getFirst().port();
  }
}
