package dev.lading.server;

import static dev.lading.server.TrustEdge.TUF;
import static dev.lading.server.TrustEdge.assertRule;
import static dev.lading.server.TrustEdge.error;
import static dev.lading.server.TrustEdge.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.trust.Form;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates that are refused, in words that reach whoever sent them. */
class TrustUpdateRefusalsTest {
  @TempDir private Path directory;
  @AutoClose private TrustEdge server;

  @BeforeEach
  void open() {
    server = TrustEdge.in(directory);
  }

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
    HttpResponse<byte[]> answer = server.post(Form.part(filename, content) + Form.end());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer).get("code").asText()).isEqualTo(code);
    assertThat(error(answer).get("message").asText()).isEqualTo(message);
  }

  @Test
  void update_thatIsNoForm_isRefused() {
    HttpResponse<byte[]> answer =
        server.send(
            server
                .request(TUF, "owner")
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
    HttpResponse<byte[]> withoutRoot =
        server.publish(Map.of("targets", server.publisher.targets(2)));
    HttpResponse<byte[]> empty = server.post(Form.end());
    server.begin();
    HttpResponse<byte[]> again = server.publish(Map.of("targets", server.publisher.targets(2)));

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
    HttpResponse<byte[]> whole = server.post("x".repeat((16 << 20) + 1));
    HttpResponse<byte[]> part =
        server.post(Form.part("targets", " ".repeat((5 << 20) + 1)) + Form.end());
    HttpResponse<byte[]> many = server.post(Form.part("targets", "{}").repeat(70) + Form.end());

    assertRule(whole, "the update has more than the 16777216 bytes taken");
    assertRule(part, "targets has 5242881 bytes, at most 5242880 are taken");
    assertRule(many, "the update contains 65 files, at most 64 are taken");
  }

  @Test
  void update_thatIsRefused_changesNothing() {
    server.begin();
    byte[] before = server.get(TUF + "timestamp.json").body();

    server.publish(Map.of("targets", server.publisher.targets(2)));
    server.publish(Map.of("targets", server.publisher.targets(9)));

    assertThat(server.get(TUF + "timestamp.json").body()).isEqualTo(before);
  }
}
