package dev.lading.runtime.registry.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One JSON object as bytes. From outside it is well-formed UTF-8, with no name twice in one object,
 * shallow, and with nothing behind it; its size is bounded by whoever read the bytes.
 */
public final class JsonDocument {
  private static final int DEPTH_LIMIT = 64;
  private static final int NUMBER_LIMIT = 32;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_LIMIT)
                  .maxNumberLength(NUMBER_LIMIT)
                  .build())
          .build();

  private JsonDocument() {}

  /** Empty when the bytes are not such an object. */
  public static Optional<ObjectNode> object(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return read(text);
    } catch (CharacterCodingException | JacksonException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory", e);
    }
  }

  private static Optional<ObjectNode> read(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return JsonTree.read(parser) instanceof ObjectNode object && parser.nextToken() == null
          ? Optional.of(object)
          : Optional.empty();
    }
  }

  /** In one line, with the names in their order. */
  public static byte[] bytes(ObjectNode object) {
    return written(object, UnaryOperator.identity());
  }

  /** For people: a line for each name. */
  public static byte[] pretty(ObjectNode object) {
    return written(object, JsonGenerator::useDefaultPrettyPrinter);
  }

  private static byte[] written(ObjectNode object, UnaryOperator<JsonGenerator> style) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = style.apply(JSON.createGenerator(bytes))) {
      JsonTree.write(object, json);
    } catch (IOException e) {
      throw new UncheckedIOException("a document in memory", e);
    }
    return bytes.toByteArray();
  }
}
