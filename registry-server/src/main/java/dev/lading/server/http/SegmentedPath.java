package dev.lading.server.http;

import dev.lading.server.exchange.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A path as it came, with the places of its slashes. Nothing is normalised: {@code ..}, {@code //}
 * and percent-encoded letters of literals stay what they are, and so match nothing.
 */
final class SegmentedPath {
  private final String path;
  private final int[] slashes;
  private final int count;

  /** {@code path} starts with a slash at {@code start}. */
  SegmentedPath(String path, int start) {
    this.path = path;
    int[] found = new int[8];
    int many = 0;
    for (int at = start; at >= 0; at = path.indexOf('/', at + 1)) {
      if (many == found.length) {
        found = Arrays.copyOf(found, many * 2);
      }
      found[many++] = at;
    }
    this.slashes = found;
    this.count = many;
  }

  int count() {
    return count;
  }

  boolean equals(int segment, String literal) {
    int start = slashes[segment] + 1;
    return end(segment) - start == literal.length() && path.startsWith(literal, start);
  }

  /** Whether there is no character in the segments from the first to the last, both included. */
  boolean isEmpty(int first, int last) {
    return slashes[first] + 1 == end(last);
  }

  String decoded(int first, int last) {
    String raw = path.substring(slashes[first] + 1, end(last));
    return raw.indexOf('%') < 0 ? raw : decode(raw);
  }

  private int end(int segment) {
    return segment + 1 < count ? slashes[segment + 1] : path.length();
  }

  private static String decode(String raw) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.put((byte) hex(raw, i + 1));
        i += 2;
      } else {
        bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new RequestException.TargetMalformed(e);
    }
  }

  private static int hex(String raw, int at) {
    int high = at + 1 < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(raw.charAt(at + 1), 16);
    if (low < 0) {
      throw new RequestException.TargetMalformed(
          new IllegalArgumentException("a percent sign without two hexadecimal digits"));
    }
    return high << 4 | low;
  }
}
