package dev.lading.server.exchange;

import java.util.Map;

/** What stood in the place of a pattern's {@code <words>}, percent-decoded, not yet parsed. */
public record Parameters(Map<String, String> values) {
  public static final Parameters NONE = new Parameters(Map.of());

  public Parameters {
    values = Map.copyOf(values);
  }

  /**
   * @throws IllegalArgumentException when the route's pattern has no such word: a mistake in the
   *     route table
   */
  public String get(String word) {
    String value = values.get(word);
    if (value == null) {
      throw new IllegalArgumentException("the pattern has no <" + word + ">");
    }
    return value;
  }

  public boolean has(String word) {
    return values.containsKey(word);
  }
}
