package dev.lading.auth.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a token claims. A claim that is there and is not of the kind that is asked for makes the
 * whole token {@link Refusal#MALFORMED}; who guesses may guess wrong.
 */
public final class ClaimSet {
  private static final long LATEST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private static final JsonNode NONE = MissingNode.getInstance();

  private final ObjectNode claims;

  ClaimSet(ObjectNode claims) {
    this.claims = claims;
  }

  /**
   * @throws JoseException.NotAToken when it is there and no text
   */
  public Optional<String> text(String name) {
    return find(name).map(value -> requireText(name, value));
  }

  /** A text, or a list of them; a text is a list of one, absence an empty list. */
  public List<String> texts(String name) {
    Optional<JsonNode> value = find(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get().isTextual()) {
      return List.of(value.get().textValue());
    }
    return textList(name, value.get());
  }

  /** A NumericDate of RFC 7519: seconds, perhaps with a fraction, which is cut off. */
  public Optional<Instant> instant(String name) {
    return find(name).map(value -> Instant.ofEpochSecond(requireSeconds(name, value)));
  }

  /** The objects of a list; absence is an empty list. */
  public List<ClaimSet> objects(String name) {
    List<ClaimSet> objects = new ArrayList<>();
    for (JsonNode element : find(name).map(v -> requireList(name, v)).orElse(NONE)) {
      if (!(element instanceof ObjectNode object)) {
        throw malformed(name);
      }
      objects.add(new ClaimSet(object));
    }
    return objects;
  }

  private Optional<JsonNode> find(String name) {
    return Optional.ofNullable(claims.get(name)).filter(value -> !value.isNull());
  }

  private static List<String> textList(String name, JsonNode list) {
    List<String> texts = new ArrayList<>();
    requireList(name, list).forEach(element -> texts.add(requireText(name, element)));
    return texts;
  }

  private static JsonNode requireList(String name, JsonNode value) {
    if (!value.isArray()) {
      throw malformed(name);
    }
    return value;
  }

  private static String requireText(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw malformed(name);
    }
    return value.textValue();
  }

  private static long requireSeconds(String name, JsonNode value) {
    double seconds = value.isNumber() ? value.doubleValue() : -1;
    if (!(seconds >= 0 && seconds <= LATEST_SECOND)) {
      throw malformed(name);
    }
    return (long) seconds;
  }

  private static JoseException.NotAToken malformed(String name) {
    return new JoseException.NotAToken(Refusal.MALFORMED, "the claim '" + name + "' is malformed");
  }
}
