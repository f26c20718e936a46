package dev.lading.trust.store;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attempt to publish, which all files that it writes are named after.
 *
 * @param target the generation that it tries to become; once that is taken, by whomever, no other
 *     file of this publication is ever going to be named
 * @param token so that no two attempts share a file, whatever its bytes
 */
public record Publication(long target, String token) {
  private static final int TOKEN_BYTES = 8;
  private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,9})-([0-9a-f]{16})");

  static Publication of(long target, RandomGenerator random) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return new Publication(target, HexFormat.of().formatHex(token));
  }

  static Optional<Publication> find(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new Publication(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  String text() {
    return target + "-" + token;
  }
}
