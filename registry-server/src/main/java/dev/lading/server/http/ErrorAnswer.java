package dev.lading.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lading.server.exchange.ErrorCode;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Response.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of the error table while it is being written: {@code
 * {"errors":[{"code":…,"message":…,"detail":{"reason":…}}]}} and a line end. Mutable, of one
 * thread.
 */
final class ErrorAnswer {
  private static final JsonFactory JSON = new JsonFactory();
  private final ErrorCode code;
  private final Map<String, Object> detail = new LinkedHashMap<>();
  private final List<Header> headers = new ArrayList<>();
  private int status;
  private String message;

  ErrorAnswer(ErrorCode code, String reason) {
    this.code = code;
    this.status = code.status();
    this.message = code.message();
    detail.put("reason", reason);
  }

  /** Where the row's status is not the usual one of its code. */
  ErrorAnswer status(int other) {
    this.status = other;
    return this;
  }

  /** Says what the exception says; only for what is the client's doing. */
  ErrorAnswer message(RuntimeException failure) {
    String own = failure.getMessage();
    this.message = own == null ? code.message() : own;
    return this;
  }

  /**
   * @param value a string or a number
   */
  ErrorAnswer detail(String name, Object value) {
    detail.put(name, value);
    return this;
  }

  ErrorAnswer header(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  Response response() {
    return responseOf(List.of(this));
  }

  /**
   * Several errors in one answer; status and headers are the first one's.
   *
   * @param answers at least one
   */
  static Response responseOf(List<ErrorAnswer> answers) {
    ErrorAnswer first = answers.getFirst();
    List<Header> all = new ArrayList<>(first.headers);
    all.add(new Header("Content-Type", "application/json"));
    return new Response(first.status, all, new Response.Bytes(json(answers)));
  }

  private static byte[] json(List<ErrorAnswer> answers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("errors");
      for (ErrorAnswer answer : answers) {
        answer.write(json);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", code.name());
    json.writeStringField("message", message);
    json.writeObjectFieldStart("detail");
    for (Map.Entry<String, Object> entry : detail.entrySet()) {
      if (entry.getValue() instanceof Number number) {
        json.writeNumberField(entry.getKey(), number.longValue());
      } else {
        json.writeStringField(entry.getKey(), entry.getValue().toString());
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
