package dev.lading.storage.s3;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some bytes of an upload, an object of their own that never changes. One that was not full is
 * superseded by the next generation, which begins with the same bytes.
 *
 * @param start which byte of the upload is its first
 * @param generation from 0
 * @param size in bytes; the very first of an upload is empty
 */
record Fragment(long start, int generation, long size) {
  private static final Pattern NAME = Pattern.compile("([0-9]{19})-([0-9]{9})");

  /** What stands for an upload that nothing was appended to. */
  static final Fragment FIRST = new Fragment(0, 0, 0);

  /** Empty for names of others. */
  static Optional<Fragment> parse(String name, long size) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new Fragment(
                Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)), size))
        : Optional.empty();
  }

  /** The size is no part of it: of those who would write the same fragment, one can. */
  String name() {
    return String.format(Locale.ROOT, "%019d-%09d", start, generation);
  }

  long end() {
    return start + size;
  }

  Fragment withSize(long bytes) {
    return new Fragment(start, generation, bytes);
  }

  /**
   * What is to be written when this is the last, without bytes yet: what follows it if it can be a
   * part of an object, else what takes its place. That must not depend on who asks, or two writers
   * could both succeed.
   */
  Fragment next() {
    return size >= Memory.LEAST_CHUNK_BYTES
        ? new Fragment(end(), 0, 0)
        : new Fragment(start, generation + 1, 0);
  }
}
