package dev.lading.server.trust;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a header with parameters (RFC 9110, 5.6.6): {@code form-data; name="files";
 * filename="targets/releases"}.
 *
 * @param value in lower case
 * @param parameters by name in lower case, without quotes
 */
record ParameterizedValue(String value, Map<String, String> parameters) {
  private static final int LONGEST = 1024;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern VALUE = Pattern.compile("(" + TOKEN + "(?:/" + TOKEN + ")?)[ \t]*");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G;[ \t]*(" + TOKEN + ")=(?:(" + TOKEN + ")|\"((?:[^\"\\\\]++|\\\\.)*+)\")[ \t]*");

  ParameterizedValue {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Empty when it is malformed, has a parameter twice, or is longer than any that makes sense. */
  static Optional<ParameterizedValue> parse(String text) {
    String line = text.strip();
    Matcher value = VALUE.matcher(line);
    if (line.length() > LONGEST || !value.lookingAt()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    int end = value.end();
    Matcher parameter = PARAMETER.matcher(line).region(end, line.length());
    while (parameter.find()) {
      String name = parameter.group(1).toLowerCase(Locale.ROOT);
      if (parameters.put(name, text(parameter)) != null) {
        return Optional.empty();
      }
      end = parameter.end();
    }
    return end == line.length()
        ? Optional.of(new ParameterizedValue(value.group(1).toLowerCase(Locale.ROOT), parameters))
        : Optional.empty();
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static String text(Matcher parameter) {
    String token = parameter.group(2);
    return token == null ? parameter.group(3).replaceAll("\\\\(.)", "$1") : token;
  }
}
