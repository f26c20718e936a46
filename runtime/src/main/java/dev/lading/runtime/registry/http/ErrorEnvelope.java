package dev.lading.runtime.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.content.ContentException;
import dev.lading.content.Digest;
import dev.lading.runtime.registry.RegistryError;
import dev.lading.runtime.registry.RegistryException.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code {"errors":[{"code","message","detail"}]}}, or whatever else came with an error status. */
public final class ErrorEnvelope {
  private static final int LIMIT_BYTES = 64 * 1024;
  private static final int MOST = 32;

  private ErrorEnvelope() {}

  /** Reads the answer's body to its end and closes it. A body of another kind has no errors. */
  public static Refused refused(Answer answer) {
    return new Refused(answer.uri(), answer.status(), errors(answer), contentDigest(answer));
  }

  /** The same without more than the errors. */
  public static List<RegistryError> errors(Answer answer) {
    try (answer) {
      List<RegistryError> errors = new ArrayList<>();
      answer
          .readUpTo(LIMIT_BYTES)
          .flatMap(JsonDocument::object)
          .ifPresent(body -> body.path("errors").forEach(error -> add(errors, error)));
      return errors;
    }
  }

  /** {@code Docker-Content-Digest}; empty when it is absent or none. */
  public static Optional<Digest> contentDigest(Answer answer) {
    try {
      return answer.header("Docker-Content-Digest").map(Digest::parse);
    } catch (ContentException.DigestInvalid e) {
      return Optional.empty();
    }
  }

  private static void add(List<RegistryError> errors, JsonNode error) {
    String code = error.path("code").asText("");
    if (!code.isEmpty() && errors.size() < MOST) {
      String message = error.path("message").asText("");
      errors.add(new RegistryError(code, message, error.path("detail")));
    }
  }
}
