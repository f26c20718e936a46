package dev.lading.auth.robots;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Credentials of one program.
 *
 * @param name letters a to z and digits, parted by single {@code . _ -}; at most 64 characters
 * @param comment what it is for; may be empty
 * @param secrets two at most, the older one first; with none, nobody can log in
 */
public record Robot(String name, Expiry expires, String comment, List<StoredSecret> secrets) {
  static final int MOST_SECRETS = 2;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");
  private static final int LONGEST_NAME = 64;

  public Robot {
    secrets = List.copyOf(secrets);
    if (!isName(name) || secrets.size() > MOST_SECRETS) {
      throw new IllegalArgumentException("no robot: " + name);
    }
  }

  static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
  }

  /** The secret at this place, or one that is never right. */
  StoredSecret secret(int index) {
    return index < secrets.size() ? secrets.get(index) : StoredSecret.NONE;
  }

  Robot with(List<StoredSecret> others) {
    return new Robot(name, expires, comment, others);
  }

  Robot until(Expiry end) {
    return new Robot(name, end, comment, secrets);
  }
}
