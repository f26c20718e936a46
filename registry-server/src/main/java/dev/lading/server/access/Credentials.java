package dev.lading.server.access;

import dev.lading.server.exchange.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What a request says of its sender, not yet believed. None of these is printed. */
sealed interface Credentials {

  record None() implements Credentials {}

  /**
   * RFC 7617.
   *
   * @param secret the bytes as they came; never compared, only proven
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Basic(String name, byte[] secret) implements Credentials {
    @Override
    public String toString() {
      return "Basic";
    }
  }

  /** RFC 6750. */
  record Bearer(String token) implements Credentials {
    @Override
    public String toString() {
      return "Bearer";
    }
  }

  /** A header that cannot be read, of a scheme that is not known, or more than one. */
  record Malformed() implements Credentials {}

  static Credentials of(Headers headers) {
    List<String> lines = headers.all("Authorization");
    if (lines.isEmpty()) {
      return new None();
    }
    // Which of two counts, somebody between the client and us might decide otherwise.
    return lines.size() > 1 ? new Malformed() : of(lines.getFirst());
  }

  private static Credentials of(String line) {
    int blank = line.indexOf(' ');
    if (blank < 0) {
      return new Malformed();
    }
    String value = line.substring(blank + 1).strip();
    // "a case-insensitive token to identify the authentication scheme" (RFC 9110, 11.1)
    return switch (line.substring(0, blank).toLowerCase(Locale.ROOT)) {
      case "basic" -> basic(value);
      case "bearer" -> value.isEmpty() ? new Malformed() : new Bearer(value);
      default -> new Malformed();
    };
  }

  private static Credentials basic(String value) {
    try {
      byte[] pair = Base64.getDecoder().decode(value);
      int colon = 0;
      while (colon < pair.length && pair[colon] != ':') {
        colon++;
      }
      if (colon == pair.length) {
        return new Malformed();
      }
      if (pair.length == 1) {
        return new None(); // podman, skopeo and buildah have neither name nor password, and say so
      }
      String name = new String(pair, 0, colon, StandardCharsets.UTF_8);
      return new Basic(name, Arrays.copyOfRange(pair, colon + 1, pair.length));
    } catch (IllegalArgumentException _) {
      return new Malformed();
    }
  }
}
