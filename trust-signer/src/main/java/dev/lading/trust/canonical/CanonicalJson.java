package dev.lading.trust.canonical;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The encoding that notary's signatures, key IDs and checks are over: members in the byte order of
 * their UTF-8 names, no space, and of all characters only the quote and the backslash escaped.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  public static byte[] encode(Json value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  static String text(Json value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** The order of UTF-8, which above U+FFFF is not that of Java's characters. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogate = Character.isSurrogate(x);
        return surrogate == Character.isSurrogate(y) ? Character.compare(x, y) : surrogate ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static void write(Json value, StringBuilder out) {
    switch (value) {
      case Json.Obj(Map<String, Json> members) -> writeMembers(members, out);
      case Json.Arr array -> writeElements(array, out);
      case Json.Str(String text) -> writeString(text, out);
      case Json.Num(long number) -> out.append(number);
      case Json.Bool(boolean bool) -> out.append(bool);
      case Json.Null() -> out.append("null");
    }
  }

  private static void writeMembers(Map<String, Json> members, StringBuilder out) {
    Map<String, Json> sorted = new TreeMap<>(CanonicalJson::compare);
    sorted.putAll(members);
    out.append('{');
    Iterator<Map.Entry<String, Json>> each = sorted.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, Json> member = each.next();
      writeString(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      if (each.hasNext()) {
        out.append(',');
      }
    }
    out.append('}');
  }

  private static void writeElements(Json.Arr array, StringBuilder out) {
    out.append('[');
    Iterator<Json> each = array.elements().iterator();
    while (each.hasNext()) {
      write(each.next(), out);
      if (each.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }
}
