package dev.lading.conformance.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** What Lading promises of every answer below {@code /v2/}, whatever was asked. */
final class Promises {
  private static final String CODE = "[A-Z]+(_[A-Z]+)*";

  private Promises() {}

  static void note(Answer answer) {
    if (!path(answer).startsWith("/v2/")) {
      return;
    }
    Findings findings = answer.findings();
    findings.add(
        "request-id", !answer.headerLines("X-Request-Id").isEmpty(), "a request id in\n" + answer);
    findings.add(
        "api-version",
        answer.headerLines("Docker-Distribution-Api-Version").contains("registry/2.0"),
        "the API version in\n" + answer);
    if (answer.status() >= 400 && !answer.request().method().equals("HEAD")) {
      findings.add("envelope", isEnvelope(answer), "an error envelope in\n" + answer);
    }
  }

  private static String path(Answer answer) {
    String target = answer.request().target();
    return target.startsWith("http") ? URI.create(target).getRawPath() : target;
  }

  private static boolean isEnvelope(Answer answer) {
    boolean json =
        answer.headerLines("Content-Type").stream()
            .anyMatch(type -> type.startsWith("application/json"));
    if (!json || answer.body().length == 0) {
      return false;
    }
    JsonNode first = answer.errors().path(0);
    return first.path("code").asText().matches(CODE) && first.path("message").isTextual();
  }
}
