package dev.lading.content;

import static dev.lading.content.ContentException.ManifestFault.DUPLICATE_KEY;
import static dev.lading.content.ContentException.ManifestFault.NOT_JSON;
import static dev.lading.content.ContentException.ManifestFault.TOO_DEEP;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.content.ContentException.ManifestInvalid;
import java.io.IOException;

/**
 * JSON from outside: one document, no key twice in one object (parsers disagree on which counts),
 * bounded depth. Its size is bounded by whoever read the bytes.
 */
final class StrictJson {
  private static final int DEPTH_LIMIT = 64;
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private final JsonParser parser;

  private StrictJson(JsonParser parser) {
    this.parser = parser;
  }

  static JsonNode parse(byte[] bytes) {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      StrictJson json = new StrictJson(parser);
      JsonNode node = json.value(json.next(), 0);
      if (parser.nextToken() != null) {
        throw new ManifestInvalid(NOT_JSON, "something follows the document");
      }
      return node;
    } catch (IOException e) {
      throw new ManifestInvalid(NOT_JSON, "not a JSON document", e);
    }
  }

  private JsonNode value(JsonToken token, int depth) throws IOException {
    if (depth > DEPTH_LIMIT) {
      throw new ManifestInvalid(TOO_DEEP, "more than " + DEPTH_LIMIT + " levels");
    }
    return switch (token) {
      case START_OBJECT -> object(depth);
      case START_ARRAY -> array(depth);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new ManifestInvalid(NOT_JSON, "a value is missing");
    };
  }

  private ObjectNode object(int depth) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (next() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (object.has(name)) {
        throw new ManifestInvalid(DUPLICATE_KEY, name);
      }
      object.set(name, value(next(), depth + 1));
    }
    return object;
  }

  private ArrayNode array(int depth) throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      array.add(value(token, depth + 1));
    }
    return array;
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new ManifestInvalid(NOT_JSON, "the document ends early");
    }
    return token;
  }
}
