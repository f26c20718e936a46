package dev.lading.content;

import static dev.lading.content.ContentException.ManifestFault.DUPLICATE_KEY;
import static dev.lading.content.ContentException.ManifestFault.FIELD_INVALID;
import static dev.lading.content.ContentException.ManifestFault.NOT_JSON;
import static dev.lading.content.ContentException.ManifestFault.TOO_DEEP;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.lading.content.ContentException.ManifestInvalid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * JSON from outside, read once from front to back: one document of well-formed UTF-8, no name twice
 * in one object (parsers disagree on which counts), bounded depth. Nothing is built of what nobody
 * asks for, so that a hostile document costs little more memory than its own bytes. Its size is
 * bounded by whoever read the bytes.
 *
 * <p>Stands on a value that one of the verbs has to take. Not safe for several threads.
 */
final class StrictJson {
  private static final int DEPTH_LIMIT = 64;

  /** Names from outside are neither interned nor kept, and buffers not tied to short threads. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .build();

  private final JsonParser parser;
  private int depth;

  private StrictJson(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * @param document takes the document's value
   * @throws ManifestInvalid when the bytes are not one JSON document, or break a rule above
   */
  static <T> T read(byte[] bytes, Function<StrictJson, T> document) {
    Reader strict =
        new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder());
    try (JsonParser parser = FACTORY.createParser(strict)) {
      StrictJson json = new StrictJson(parser);
      json.next();
      T value = document.apply(json);
      if (parser.nextToken() != null) {
        throw new ManifestInvalid(NOT_JSON, "something follows the document");
      }
      return value;
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /**
   * Takes an object.
   *
   * @param where how a message names the value
   * @param field takes the value of the field with the given name
   */
  void object(String where, Consumer<String> field) {
    require(JsonToken.START_OBJECT, where, "an object");
    deeper();
    Set<String> names = new HashSet<>();
    while (next() != JsonToken.END_OBJECT) {
      String name = taken(parser::currentName);
      if (!names.add(name)) {
        throw new ManifestInvalid(DUPLICATE_KEY, name);
      }
      next();
      field.accept(name);
    }
    depth--;
  }

  /**
   * Takes a list.
   *
   * @param element takes one element
   */
  void list(String where, Runnable element) {
    require(JsonToken.START_ARRAY, where, "a list");
    deeper();
    while (next() != JsonToken.END_ARRAY) {
      element.run();
    }
    depth--;
  }

  String text(String where) {
    require(JsonToken.VALUE_STRING, where, "a text");
    return taken(parser::getText);
  }

  long integer(String where) {
    require(JsonToken.VALUE_NUMBER_INT, where, "a whole number");
    if (taken(parser::getNumberType) == NumberType.BIG_INTEGER) {
      throw new ManifestInvalid(FIELD_INVALID, where + " is too large");
    }
    return taken(parser::getLongValue);
  }

  /** Takes a value of any kind, by the same rules, and forgets it. */
  void skip() {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      object("", _ -> skip());
    } else if (token == JsonToken.START_ARRAY) {
      list("", this::skip);
    }
  }

  private void require(JsonToken wanted, String where, String kind) {
    if (parser.currentToken() != wanted) {
      throw new ManifestInvalid(FIELD_INVALID, where + " must be " + kind);
    }
  }

  private void deeper() {
    depth++;
    if (depth > DEPTH_LIMIT) {
      throw new ManifestInvalid(TOO_DEEP, "more than " + DEPTH_LIMIT + " levels");
    }
  }

  private JsonToken next() {
    JsonToken token = taken(() -> parser.nextToken());
    if (token == null) {
      throw new ManifestInvalid(NOT_JSON, "the document ends early");
    }
    return token;
  }

  private static <T> T taken(Step<T> step) {
    try {
      return step.take();
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  private static ManifestInvalid notJson(IOException cause) {
    return new ManifestInvalid(NOT_JSON, "not a JSON document", cause);
  }

  private interface Step<T> {
    T take() throws IOException;
  }
}
