package dev.lading.conformance.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a registry answered, with checks to chain. A check that fails throws an {@link
 * AssertionError} that shows the whole exchange; {@link #reason} is noted in the findings instead,
 * because only Lading promises it.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(
    Request request, int status, List<Request.Header> headers, byte[] body, Findings findings) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The status is one of these. */
  public Answer is(int... statuses) {
    return require(
        Arrays.stream(statuses).anyMatch(allowed -> allowed == status),
        "status " + Arrays.toString(statuses));
  }

  /** Exactly one line of this header, with this value. */
  public Answer header(String name, String value) {
    return require(headerLines(name).equals(List.of(value)), name + ": " + value);
  }

  public Answer headerMatches(String name, String regex) {
    return require(
        headerLines(name).size() == 1 && header(name).matches(regex), name + " ~ " + regex);
  }

  public Answer noHeader(String name) {
    return require(headerLines(name).isEmpty(), "no " + name);
  }

  /** The code of the first error is one of these. */
  public Answer code(String... codes) {
    String code = firstError().path("code").asText();
    return require(Arrays.asList(codes).contains(code), "code " + Arrays.toString(codes));
  }

  /** The first error's {@code detail.reason}. */
  public Answer reason(String reason) {
    String seen = firstError().path("detail").path("reason").asText();
    findings.add("reason", seen.equals(reason), "expected reason " + reason + " in\n" + this);
    return this;
  }

  /** The body is exactly this. */
  public Answer holds(Content content) {
    return require(
        Arrays.equals(body, content.bytes()), "a body of the " + content.size() + " bytes pushed");
  }

  public Answer empty() {
    return require(body.length == 0, "no body");
  }

  /** The value at a JSON pointer, as text or compact JSON, is this. */
  public Answer json(String pointer, String value) {
    JsonNode node = json().at(pointer);
    return require(
        (node.isTextual() ? node.asText() : node.toString()).equals(value),
        pointer + " = " + value);
  }

  /** The named header's only or first line. */
  public String header(String name) {
    List<String> lines = headerLines(name);
    require(!lines.isEmpty(), "a header " + name);
    return lines.getFirst();
  }

  /** Every line of the named header, in order. */
  public List<String> headerLines(String name) {
    return headers.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Request.Header::value)
        .toList();
  }

  /** Every element of the named list header, over all its lines. */
  public List<String> headerValues(String name) {
    return headerLines(name).stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .toList();
  }

  public String location() {
    return header("Location");
  }

  /** The target of {@code Link: <...>; rel="next"}. */
  public Optional<String> nextPage() {
    return headerLines("Link").stream()
        .filter(link -> link.endsWith(">; rel=\"next\""))
        .map(link -> link.substring(1, link.indexOf('>')))
        .findFirst();
  }

  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + e.getMessage() + "\n" + this, e);
    } catch (IOException e) {
      throw new AssertionError("not JSON\n" + this, e);
    }
  }

  /** The texts of the JSON array at this pointer. */
  public List<String> texts(String pointer) {
    JsonNode array = json().at(pointer);
    require(array.isArray(), "an array at " + pointer);
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** The errors of the envelope. */
  public JsonNode errors() {
    return json().path("errors");
  }

  public Answer require(boolean holds, String expected) {
    if (!holds) {
      throw new AssertionError("expected " + expected + " in\n" + this);
    }
    return this;
  }

  @Override
  public String toString() {
    var text = new StringBuilder("> ").append(request).append("\n< ").append(status);
    headers.forEach(
        line -> text.append("\n  ").append(line.name()).append(": ").append(line.value()));
    return text.append("\n  ").append(printable()).toString();
  }

  private JsonNode firstError() {
    return body.length == 0 ? MissingNode.getInstance() : errors().path(0);
  }

  private String printable() {
    return body.length > 2000 ? "(" + body.length + " bytes)" : new Content(body).toString();
  }
}
