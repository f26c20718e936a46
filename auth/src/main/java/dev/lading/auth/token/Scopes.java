package dev.lading.auth.token;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scopes of one request, in the order they were asked for, each resource once. Those that are
 * malformed are left out: asking for what is not there is no error.
 */
public final class Scopes {
  /**
   * All scope texts together. A token repeats what it grants: one that grants all that these two
   * limits let through has to fit into a header line, and into what verifiers read.
   */
  public static final int LENGTH_LIMIT = 4096;

  public static final int COUNT_LIMIT = 32;

  private Scopes() {}

  /**
   * @param fields each may hold several scopes, parted by spaces
   * @return empty when there are more scopes, or longer ones, than one token is issued for
   */
  public static Optional<List<TokenScope>> parse(List<String> fields) {
    if (fields.stream().mapToInt(String::length).sum() > LENGTH_LIMIT) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    fields.forEach(field -> texts.addAll(List.of(field.split(" ", -1))));
    texts.removeIf(String::isEmpty);
    return texts.size() > COUNT_LIMIT ? Optional.empty() : Optional.of(merged(texts));
  }

  private static List<TokenScope> merged(List<String> texts) {
    Map<String, TokenScope> merged = new LinkedHashMap<>();
    for (String text : texts) {
      TokenScope.parse(text)
          .ifPresent(s -> merged.merge(s.type() + ":" + s.name(), s, TokenScope::and));
    }
    return List.copyOf(merged.values());
  }
}
