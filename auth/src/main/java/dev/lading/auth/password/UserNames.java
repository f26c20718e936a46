package dev.lading.auth.password;

import dev.lading.auth.LoginName;
import java.util.Optional;

/** Which names users can have. */
final class UserNames {
  private static final int LONGEST = 255;

  private UserNames() {}

  /** What is wrong with a name, in words that go on after it; empty when nothing is. */
  static Optional<String> fault(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return Optional.of("is no name: one has 1 to " + LONGEST + " characters");
    }
    if (name.indexOf(':') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("is no name: it has a colon or a control character");
    }
    if (name.startsWith("#") || !name.equals(name.strip())) {
      return Optional.of("is no name: it begins with # or has a space at an end");
    }
    return LoginName.of(name) instanceof LoginName.Robot
        ? Optional.of("is the login of a robot, which is made by: lading robot add")
        : Optional.empty();
  }
}
