package dev.lading.server.exchange;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The query of a request target. Only the target is read, never a form body: a closing PUT sent as
 * {@code application/x-www-form-urlencoded} has a blob for a body.
 */
public final class Query {
  public static final Query NONE = new Query("", Map.of());
  private final String raw;
  private final Map<String, List<String>> values;

  private Query(String raw, Map<String, List<String>> values) {
    this.raw = raw;
    this.values = values;
  }

  /**
   * @param raw what stands behind the question mark
   * @throws RequestException.TargetMalformed when it is not percent-encoded as RFC 3986 asks
   */
  public static Query parse(String raw) {
    if (raw.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      values.merge(
          name,
          List.of(value),
          (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
    }
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
