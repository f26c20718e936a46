package dev.lading.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Texts to simple values; the message of a failure goes on after the text. */
final class Parsers {
  private static final int LONGEST_QUOTE = 60;

  private Parsers() {}

  /** Yes or no, in the spellings of YAML 1.1, which is what distribution reads. */
  static Optional<Boolean> findFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> Optional.of(true);
      case "false", "no", "off", "n" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  static boolean flag(String text) {
    return findFlag(text)
        .orElseThrow(() -> new IllegalArgumentException("is neither true nor false; write one"));
  }

  /** A number in the notations of Go: decimal, 0x1F, 017, with _ between digits. */
  static long number(String text, long least, long greatest) {
    try {
      long number = Long.decode(text.replace("_", ""));
      if (number >= least && number <= greatest) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(notANumber(least, greatest), e);
    }
    throw new IllegalArgumentException(notANumber(least, greatest));
  }

  static <E extends Enum<E>> E constant(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> nameOf(constant).equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("is none of " + namesOf(type)));
  }

  /** The name of a constant as it is written in the file. */
  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A value as messages show it: on one line and not too long. */
  static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    boolean isLong = line.length() > LONGEST_QUOTE;
    return '"' + (isLong ? line.substring(0, LONGEST_QUOTE) + "..." : line) + '"';
  }

  private static String namesOf(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Parsers::nameOf)
        .collect(Collectors.joining(", "));
  }

  private static String notANumber(long least, long greatest) {
    return "is not a whole number from " + least + " to " + greatest;
  }
}
