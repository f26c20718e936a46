package dev.lading.content;

/** A tag: {@code [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}} of the OCI distribution-spec. */
public record Tag(String name) implements Comparable<Tag>, Reference {
  private static final int LONGEST = 128;

  public Tag {
    if (!isTag(name)) {
      throw new ContentException.TagInvalid(name);
    }
  }

  /**
   * @throws ContentException.TagInvalid when the text is no tag
   */
  public static Tag parse(String text) {
    return new Tag(text);
  }

  public static boolean isTag(String text) {
    if (text.isEmpty() || text.length() > LONGEST || ".-".indexOf(text.charAt(0)) >= 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isTagChar(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Byte order, which for these letters is the order of characters. */
  @Override
  public int compareTo(Tag other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }

  private static boolean isTagChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_.-".indexOf(c) >= 0;
  }
}
