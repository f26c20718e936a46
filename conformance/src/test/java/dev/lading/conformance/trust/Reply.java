package dev.lading.conformance.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a client is told, with everything taken out that differs from one repository to another, and
 * from one map of Go's to the same one.
 */
record Reply(int status, String code, String message, String detail) {
  /** The connection ended without an answer. */
  static final Reply NONE = new Reply(0, "no answer", "", "");

  private static final ObjectMapper JSON = new ObjectMapper();

  static Reply of(HttpResponse<byte[]> answer) {
    if (answer.statusCode() < 400 || answer.body().length == 0) {
      return new Reply(answer.statusCode(), "", "", "");
    }
    try {
      JsonNode error = JSON.readTree(answer.body()).at("/errors/0");
      return new Reply(
          answer.statusCode(),
          error.path("code").asText(),
          error.path("message").asText(),
          detail(error.path("detail")));
    } catch (IOException e) {
      throw new UncheckedIOException(new String(answer.body(), StandardCharsets.UTF_8), e);
    }
  }

  private static String detail(JsonNode detail) {
    String text =
        detail.path("Error").has("Msg")
            ? detail.path("Name").asText() + ": " + detail.at("/Error/Msg").asText()
            : detail.toString();
    return text.replaceAll("[0-9a-f]{64,}", "HASH").replace("sha512", "sha256").strip();
  }

  @Override
  public String toString() {
    return Stream.of(Integer.toString(status), code, message, detail)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" | "));
  }
}
