package dev.lading.content;

/**
 * The name of a repository: path components of lower-case letters and digits, parted by {@code .},
 * {@code _}, {@code __} or any number of {@code -}; at most 255 characters in all.
 */
public record RepositoryName(String name) implements Comparable<RepositoryName> {
  private static final int LONGEST = 255;

  public RepositoryName {
    if (name.length() > LONGEST) {
      throw new ContentException.NameInvalid(name, ContentException.NameFault.TOO_LONG);
    }
    if (!isName(name)) {
      throw new ContentException.NameInvalid(name, ContentException.NameFault.MALFORMED);
    }
  }

  /**
   * @throws ContentException.NameInvalid when the text is no name, or too long a one
   */
  public static RepositoryName parse(String text) {
    return new RepositoryName(text);
  }

  public static boolean isName(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    int at = 0;
    while (true) {
      int end = endOfComponent(text, at);
      if (end == at) {
        return false;
      }
      if (end == text.length()) {
        return true;
      }
      if (text.charAt(end) != '/') {
        return false;
      }
      at = end + 1;
    }
  }

  /** Byte order. */
  @Override
  public int compareTo(RepositoryName other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Where {@code [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*} ends; {@code from} when it does not begin. */
  private static int endOfComponent(String text, int from) {
    int end = endOfWord(text, from);
    if (end == from) {
      return from;
    }
    while (true) {
      int separator = endOfSeparator(text, end);
      int next = endOfWord(text, separator);
      if (separator == end || next == separator) {
        return end;
      }
      end = next;
    }
  }

  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length() && isWordChar(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int endOfSeparator(String text, int from) {
    if (from >= text.length()) {
      return from;
    }
    return switch (text.charAt(from)) {
      case '.' -> from + 1;
      case '_' -> from + 1 < text.length() && text.charAt(from + 1) == '_' ? from + 2 : from + 1;
      case '-' -> {
        int at = from;
        while (at < text.length() && text.charAt(at) == '-') {
          at++;
        }
        yield at;
      }
      default -> from;
    };
  }

  private static boolean isWordChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
