package dev.lading.conformance.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.StreamSupport;

/** What clients print as JSON. */
final class Json {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  /** The texts of the array at a JSON pointer. */
  static List<String> texts(String json, String pointer) {
    return StreamSupport.stream(parse(json).at(pointer).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
