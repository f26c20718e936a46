package dev.lading.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lading.server.exchange.RequestException.BodyTooLarge;
import dev.lading.server.exchange.RequestException.Denied;
import dev.lading.server.exchange.RequestException.SwitchedOff;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Scope;
import dev.lading.server.exchange.TrustError;
import dev.lading.server.exchange.TrustRefusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The part of the error table that is about trust data. Its clients show the text of a 400 that
 * names a rule, and of most others only the status; so what somebody can do something about is told
 * as a rule. They read 1024 bytes.
 */
final class NotaryErrors {
  private static final JsonFactory JSON = new JsonFactory();

  private NotaryErrors() {}

  /** Writes the value of {@code detail}. */
  @FunctionalInterface
  private interface Detail {
    void write(JsonGenerator json) throws IOException;
  }

  /** Empty for what is told as anywhere else. */
  static Optional<Response> of(Throwable failure) {
    return switch (failure) {
      case TrustRefusal e -> Optional.of(of(e));
      case Unauthorized e ->
          Optional.of(
              answer(TrustError.UNAUTHORIZED, Optional.of(json -> write(json, e.needed())))
                  .with("WWW-Authenticate", e.challenge()));
      case Denied e -> Optional.of(rule(denied(e.needed())));
      case SwitchedOff e -> Optional.of(rule(switchedOff(e)));
      case BodyTooLarge e ->
          Optional.of(
              rule("the update has more than the %d bytes taken".formatted(e.limitBytes())));
      default -> Optional.empty();
    };
  }

  static Response of(TrustRefusal refusal) {
    return answer(
        refusal.error(), refusal.detail().map(detail -> json -> json.writeRawValue(detail)));
  }

  private static String denied(Scope needed) {
    return "you have no right to %s in %s".formatted(needed.action().text(), needed.name());
  }

  private static String switchedOff(SwitchedOff failure) {
    return switch (failure.by()) {
      case READ_ONLY -> "this registry is read-only";
      case DELETES_DISABLED -> "this registry takes no deletes";
    };
  }

  private static Response rule(String message) {
    return answer(
        TrustError.INVALID_UPDATE,
        Optional.of(
            json -> {
              json.writeStartObject();
              json.writeStringField("Name", "ErrValidation");
              json.writeObjectFieldStart("Error");
              json.writeStringField("Msg", message);
              json.writeEndObject();
              json.writeEndObject();
            }));
  }

  private static void write(JsonGenerator json, List<Scope> needed) throws IOException {
    json.writeStartArray();
    for (Scope scope : needed) {
      json.writeStartObject();
      json.writeStringField("Type", scope.type());
      json.writeStringField("Class", "");
      json.writeStringField("Name", scope.name());
      json.writeStringField("Action", scope.action().text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static Response answer(TrustError error, Optional<Detail> detail) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("errors");
      json.writeStartObject();
      json.writeStringField("code", error.name());
      json.writeStringField("message", error.message());
      if (detail.isPresent()) {
        json.writeFieldName("detail");
        detail.get().write(json);
      }
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Response.of(error.status())
        .with("Content-Type", "application/json; charset=utf-8")
        .with(new Response.Bytes(bytes.toByteArray()));
  }
}
