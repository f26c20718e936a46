package dev.lading.server.access;

import dev.lading.auth.token.service.RequestRefused;
import dev.lading.auth.token.service.RequestRefused.Fault;
import dev.lading.server.exchange.Query;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code application/x-www-form-urlencoded}, in which a plus is a blank. */
final class Form {
  private static final int MOST_FIELDS = 200;

  private Form() {}

  /**
   * What else reads queries leaves a plus alone; clients send a blank so.
   *
   * @throws RequestRefused when there are too many fields
   */
  static Map<String, List<String>> ofQuery(Query query) {
    return parse(query.raw());
  }

  /**
   * @throws RequestRefused when it is no form
   */
  static Map<String, List<String>> parse(String text) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    String[] pairs = text.split("&", MOST_FIELDS + 1);
    if (pairs.length > MOST_FIELDS) {
      throw new RequestRefused(Fault.FIELD_TOO_LONG, "the form");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(Fault.CREDENTIALS_MISSING, "the form");
    }
  }
}
