package dev.lading.server.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** Texts as a JSON object. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static byte[] write(Map<String, String> texts) {
    try {
      return MAPPER.writeValueAsBytes(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts cannot be written", e);
    }
  }
}
