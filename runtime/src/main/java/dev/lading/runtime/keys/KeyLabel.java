package dev.lading.runtime.keys;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands in clear above a key: what it is for.
 *
 * @param role {@code root}, {@code targets}, {@code snapshot}, or the name of a delegation's key;
 *     empty when the file does not say
 * @param gun of a key that belongs to one repository
 */
public record KeyLabel(String role, Optional<String> gun) {
  private static final Pattern ONE_LINE = Pattern.compile("[\\x21-\\x7e]*");

  public KeyLabel {
    if (!ONE_LINE.matcher(role).matches() || !ONE_LINE.matcher(gun.orElse("")).matches()) {
      throw new IllegalArgumentException("a label is printable and has no spaces");
    }
  }
}
