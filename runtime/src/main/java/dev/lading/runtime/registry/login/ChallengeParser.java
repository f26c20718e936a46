package dev.lading.runtime.registry.login;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one line of {@code WWW-Authenticate}, in which commas part both challenges and the
 * parameters of one. For one thread, once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110, 11.6.1</a>
 */
final class ChallengeParser {
  private static final int LONGEST = 8 * 1024;
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final String TOKEN68_MARKS = "-._~+/";

  /**
   * One challenge.
   *
   * @param name in lower case
   * @param parameters by names in lower case; empty when there is a token68 instead
   */
  record Scheme(String name, Map<String, String> parameters) {}

  private final String line;
  private int at;

  ChallengeParser(String line) {
    if (line.length() > LONGEST) {
      throw new MalformedChallenge("too long", LONGEST);
    }
    this.line = line;
  }

  List<Scheme> all() {
    List<Scheme> schemes = new ArrayList<>();
    skipCommas();
    while (at < line.length()) {
      schemes.add(scheme());
      skipCommas();
    }
    return schemes;
  }

  private Scheme scheme() {
    String name = name();
    Map<String, String> parameters = new LinkedHashMap<>();
    if (at < line.length() && line.charAt(at) != ',') {
      requireSpace();
      if (!skippedToken68()) {
        parameters(parameters);
      }
    }
    return new Scheme(name, parameters);
  }

  /** As long as what follows a comma is a name with {@code =} behind it, it is a parameter. */
  private void parameters(Map<String, String> parameters) {
    while (at < line.length()) {
      int begin = at;
      String name = name();
      skipSpaces();
      if (!taken('=')) {
        at = begin; // the next challenge
        return;
      }
      skipSpaces();
      String value = taken('"') ? quoted() : token();
      if (parameters.put(name, value) != null) {
        throw new MalformedChallenge(name + " twice", begin);
      }
      skipSpaces();
      if (at < line.length() && line.charAt(at) != ',') {
        throw new MalformedChallenge("no comma", at);
      }
      skipCommas();
    }
  }

  /** A token68 stands alone: after it comes a comma or the end. */
  private boolean skippedToken68() {
    int end = at;
    while (end < line.length() && isToken68(line.charAt(end))) {
      end++;
    }
    while (end < line.length() && line.charAt(end) == '=') {
      end++;
    }
    int after = end;
    while (after < line.length() && isSpace(line.charAt(after))) {
      after++;
    }
    if (end == at || (after < line.length() && line.charAt(after) != ',')) {
      return false;
    }
    at = after;
    return true;
  }

  private String token() {
    int begin = at;
    while (at < line.length() && isToken(line.charAt(at))) {
      at++;
    }
    if (at == begin) {
      throw new MalformedChallenge("a name or value is missing", at);
    }
    return line.substring(begin, at);
  }

  /** Of schemes and parameters: their letter case does not matter, that of values does. */
  private String name() {
    return token().toLowerCase(Locale.ROOT);
  }

  private String quoted() {
    StringBuilder text = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return text.toString();
      }
      if (c == '\\' && at < line.length()) {
        c = line.charAt(at++);
      }
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new MalformedChallenge("a control character", at - 1);
      }
      text.append(c);
    }
    throw new MalformedChallenge("a quoted text has no end", at);
  }

  private boolean taken(char c) {
    if (at < line.length() && line.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void requireSpace() {
    if (!isSpace(line.charAt(at))) {
      throw new MalformedChallenge("no space behind the scheme", at);
    }
    skipSpaces();
  }

  private void skipSpaces() {
    while (at < line.length() && isSpace(line.charAt(at))) {
      at++;
    }
  }

  private void skipCommas() {
    while (at < line.length() && (line.charAt(at) == ',' || isSpace(line.charAt(at)))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isToken(char c) {
    return isAlphanumeric(c) || TOKEN_MARKS.indexOf(c) >= 0;
  }

  private static boolean isToken68(char c) {
    return isAlphanumeric(c) || TOKEN68_MARKS.indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
