package dev.lading.storage;

import java.nio.charset.StandardCharsets;

/**
 * The name of one object, or of a prefix of names: segments joined by {@code /}. A key that exists
 * cannot leave the store's root: no empty segment, no {@code .} or {@code ..}, no control
 * character, no backslash, at most 255 bytes a segment and 1,024 bytes in all (the limit of S3).
 */
public record Key(String path) implements Comparable<Key> {
  private static final int PATH_LIMIT_BYTES = 1024;
  private static final int SEGMENT_LIMIT_BYTES = 255;

  /**
   * @throws IllegalArgumentException when the path is not a key; values from outside are parsed
   *     into their own types long before they become part of one
   */
  public Key {
    if (path.getBytes(StandardCharsets.UTF_8).length > PATH_LIMIT_BYTES) {
      throw new IllegalArgumentException("a key has at most 1024 bytes: " + path.length());
    }
    for (String segment : path.split("/", -1)) {
      requireSegment(segment);
    }
  }

  public static Key of(String first, String... more) {
    return new Key(more.length == 0 ? first : first + "/" + String.join("/", more));
  }

  /** This key with more segments behind it; {@code relative} may itself hold slashes. */
  public Key resolve(String relative) {
    return new Key(path + "/" + relative);
  }

  /** The last segment. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Byte order, which for UTF-8 is the order of code points. */
  @Override
  public int compareTo(Key other) {
    return ByteOrder.compare(path, other.path);
  }

  @Override
  public String toString() {
    return path;
  }

  private static void requireSegment(String segment) {
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw new IllegalArgumentException("not a key segment: '" + segment + "'");
    }
    if (segment.length() > SEGMENT_LIMIT_BYTES
        || segment.getBytes(StandardCharsets.UTF_8).length > SEGMENT_LIMIT_BYTES) {
      throw new IllegalArgumentException("a key segment has at most 255 bytes");
    }
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c < 0x20 || c == 0x7f || c == '\\') {
        throw new IllegalArgumentException("a key has no control character and no backslash");
      }
    }
  }
}
