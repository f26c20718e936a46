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
    int from = 0;
    for (int slash; (slash = path.indexOf('/', from)) >= 0; from = slash + 1) {
      requireSegment(path, from, slash);
    }
    requireSegment(path, from, path.length());
  }

  public static Key of(String first, String... more) {
    return new Key(more.length == 0 ? first : first + "/" + String.join("/", more));
  }

  /** Whether a name found in a store can be part of a key; foreign files may have any name. */
  public static boolean isSegment(String name) {
    return isSegment(name, 0, name.length());
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

  private static void requireSegment(String path, int from, int to) {
    if (!isSegment(path, from, to)) {
      throw new IllegalArgumentException("not a key segment: '" + path.substring(from, to) + "'");
    }
  }

  /** Every request makes some keys, so this looks at the path where it is. */
  private static boolean isSegment(String path, int from, int to) {
    int length = to - from;
    if (length == 0 || length > SEGMENT_LIMIT_BYTES || isDots(path, from, length)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = path.charAt(i);
      if (c < 0x20 || c >= 0x7f || c == '/' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDots(String path, int from, int length) {
    return length <= 2 && path.startsWith("..".substring(0, length), from);
  }
}
