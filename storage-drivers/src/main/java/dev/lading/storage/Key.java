package dev.lading.storage;

/**
 * The name of one object, or of a prefix of names: segments joined by {@code /}. A key that exists
 * cannot leave the store's root, and is the same on every store and in every locale: printable
 * ASCII without backslash, no empty segment, no {@code .} or {@code ..}, at most 255 bytes a
 * segment and 1,024 bytes in all (the limit of S3).
 */
public record Key(String path) implements Comparable<Key> {
  private static final int PATH_LIMIT_BYTES = 1024;
  private static final int SEGMENT_LIMIT_BYTES = 255;

  /**
   * @throws IllegalArgumentException when the path is not a key; values from outside are parsed
   *     into their own types long before they become part of one
   */
  public Key {
    if (path.length() > PATH_LIMIT_BYTES) {
      throw new IllegalArgumentException("a key has at most 1024 bytes: " + path.length());
    }
    for (String segment : path.split("/", -1)) {
      if (!isSegment(segment)) {
        throw new IllegalArgumentException("not a key segment: '" + segment + "'");
      }
    }
  }

  public static Key of(String first, String... more) {
    return new Key(more.length == 0 ? first : first + "/" + String.join("/", more));
  }

  /** Whether a name found in a store can be part of a key; foreign files may have any name. */
  public static boolean isSegment(String name) {
    return !name.isEmpty()
        && name.length() <= SEGMENT_LIMIT_BYTES
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '/' && c != '\\');
  }

  /** This key with more segments behind it; {@code relative} may itself hold slashes. */
  public Key resolve(String relative) {
    return new Key(path + "/" + relative);
  }

  /** The last segment. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Byte order. */
  @Override
  public int compareTo(Key other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
