package dev.lading.trust.canonical;

import dev.lading.trust.TrustException.JsonFault;
import dev.lading.trust.TrustException.JsonInvalid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as strictly as it can be read, so that no two readers of the same signed bytes see
 * different things: UTF-8 without byte order mark, no lone surrogates, no member twice, whole
 * numbers only, nothing after the value.
 *
 * <p>DEVIATION: notary takes the last of two members of one name, replaces invalid UTF-8, reads
 * {@code 1.0} as 1 and rounds above 2<sup>53</sup>. All of these are refused here.
 */
public final class JsonReader {
  private static final int DEEPEST = 64;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The caller bounds the size of what it gives.
   *
   * @throws JsonInvalid when the bytes are anything but one value, white space around it aside
   */
  public static Json read(byte[] bytes) {
    JsonReader reader = new JsonReader(decoded(bytes));
    Json value = reader.value(0);
    reader.skipSpace();
    if (reader.at < reader.text.length()) {
      throw new JsonInvalid(
          JsonFault.TRAILING, "invalid character " + reader.here() + " after top-level value");
    }
    return value;
  }

  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonInvalid(JsonFault.NOT_UTF8, "not UTF-8");
    }
  }

  private Json value(int depth) {
    if (depth > DEEPEST) {
      throw new JsonInvalid(JsonFault.TOO_DEEP, "nested more than " + DEEPEST + " deep");
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Json.Str(string());
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", new Json.Null());
      default -> number();
    };
  }

  private Json object(int depth) {
    Map<String, Json> members = new LinkedHashMap<>();
    expect('{');
    skipSpace();
    if (taken('}')) {
      return new Json.Obj(members);
    }
    do {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) {
        throw new JsonInvalid(JsonFault.DUPLICATE, "member twice: " + name);
      }
      skipSpace();
    } while (taken(','));
    expect('}');
    return new Json.Obj(members);
  }

  private Json array(int depth) {
    List<Json> elements = new ArrayList<>();
    expect('[');
    skipSpace();
    if (taken(']')) {
      return new Json.Arr(elements);
    }
    do {
      elements.add(value(depth + 1));
      skipSpace();
    } while (taken(','));
    expect(']');
    return new Json.Arr(elements);
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw syntax();
    }
    at += word.length();
    return value;
  }

  private Json number() {
    int from = at;
    taken('-');
    if (!taken('0')) {
      digits();
    }
    boolean whole = true;
    if (taken('.')) {
      digits();
      whole = false;
    }
    if (taken('e') || taken('E')) {
      if (!taken('+')) {
        taken('-');
      }
      digits();
      whole = false;
    }
    return whole(text.substring(from, at), whole);
  }

  private void digits() {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw syntax();
    }
  }

  /** What a signature would be over is not agreed on for any other number: canonical.json. */
  private static Json whole(String literal, boolean whole) {
    if (whole && literal.length() <= 17 && !literal.equals("-0")) {
      long value = Long.parseLong(literal);
      if (Math.abs(value) <= Json.Num.LARGEST) {
        return new Json.Num(value);
      }
    }
    throw new JsonInvalid(JsonFault.NUMBER, "json: unsupported value: " + literal);
  }

  private String string() {
    expect('"');
    int from = at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
      plain();
    }
    if (peek() == '"') {
      return text.substring(from, at++);
    }
    return escaped(new StringBuilder().append(text, from, at));
  }

  private String escaped(StringBuilder value) {
    while (!taken('"')) {
      if (taken('\\')) {
        escape(value);
      } else {
        value.append(plain());
      }
    }
    requirePairs(value);
    return value.toString();
  }

  private char plain() {
    char c = peek();
    if (c < ' ') {
      throw syntax();
    }
    at++;
    return c;
  }

  private void escape(StringBuilder value) {
    char c = plain();
    switch (c) {
      case '"', '\\', '/' -> value.append(c);
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'u' -> value.append(hex());
      default -> throw syntax();
    }
  }

  private char hex() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = plain();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw syntax();
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private static void requirePairs(CharSequence value) {
    if (value.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff)) {
      throw new JsonInvalid(JsonFault.NOT_UTF8, "a lone surrogate");
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at == text.length()) {
      throw new JsonInvalid(JsonFault.SYNTAX, "unexpected end of JSON input");
    }
    return text.charAt(at);
  }

  private boolean taken(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!taken(c)) {
      throw syntax();
    }
  }

  private JsonInvalid syntax() {
    return new JsonInvalid(
        JsonFault.SYNTAX,
        at < text.length()
            ? "invalid character " + here() + " at " + at
            : "unexpected end of JSON input");
  }

  private String here() {
    int c = text.codePointAt(at);
    return Character.isISOControl(c) ? "U+%04X".formatted(c) : "'" + Character.toString(c) + "'";
  }
}
