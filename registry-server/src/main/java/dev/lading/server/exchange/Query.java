package dev.lading.server.exchange;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query of a request target. Only the target is read, never a form body: a closing PUT sent as
 * {@code application/x-www-form-urlencoded} has a blob for a body.
 */
public final class Query {
  private static final int MOST_FIELDS = 1000;
  public static final Query NONE = new Query("", Map.of());
  private final String raw;
  private final Map<String, List<String>> values;

  private Query(String raw, Map<String, List<String>> values) {
    this.raw = raw;
    this.values = values;
  }

  /**
   * @param raw what stands behind the question mark
   * @throws RequestException.TargetMalformed when it is not percent-encoded as RFC 3986 asks, or
   *     has more than 1000 fields: it is read before anybody has been let in
   */
  public static Query parse(String raw) {
    if (raw.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    String[] pairs = raw.split("&", MOST_FIELDS + 1);
    if (pairs.length > MOST_FIELDS) {
      throw new RequestException.TargetMalformed(
          new IllegalArgumentException("more than " + MOST_FIELDS + " fields"));
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    values.replaceAll((_, all) -> List.copyOf(all));
    return new Query(raw, values);
  }

  /** As it came, for whoever reads it by other rules. */
  public String raw() {
    return raw;
  }

  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  private static String decode(String text) {
    // A '+' stays one: digest algorithms may hold it (sha256+b64u), and no client of a registry
    // sends a blank in a query.
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RequestException.TargetMalformed(e);
    }
  }
}
