package dev.lading.server.access;

/** Names that anybody may have sent, for the log. */
final class Printable {
  private static final int LONGEST = 64;

  private Printable() {}

  /** Cut short, and without anything that could look like a line of its own. */
  static String of(String text) {
    String some = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    return some.replaceAll("[^\\x21-\\x7e]", "?");
  }
}
