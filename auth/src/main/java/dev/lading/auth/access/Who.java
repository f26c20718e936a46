package dev.lading.auth.access;

import dev.lading.auth.Identity;

/** Whom a rule is about. */
public sealed interface Who {
  boolean covers(Identity identity);

  /** Everybody, logged in or not: what is given to strangers is not taken from friends. */
  record Anonymous() implements Who {
    @Override
    public boolean covers(Identity identity) {
      return true;
    }

    @Override
    public String toString() {
      return "anonymous";
    }
  }

  /** Whoever has proven to be somebody, robots included. */
  record Authenticated() implements Who {
    @Override
    public boolean covers(Identity identity) {
      return !(identity instanceof Identity.Anonymous);
    }

    @Override
    public String toString() {
      return "authenticated";
    }
  }

  /** One user; never a robot of the same name. */
  record User(String name) implements Who {
    @Override
    public boolean covers(Identity identity) {
      return identity instanceof Identity.User user && user.name().equals(name);
    }

    @Override
    public String toString() {
      return "user:" + name;
    }
  }

  /** The members of a group. */
  record Group(String name) implements Who {
    @Override
    public boolean covers(Identity identity) {
      return identity.groups().contains(name);
    }

    @Override
    public String toString() {
      return "group:" + name;
    }
  }

  /** One robot; never a user of the same name. */
  record Robot(String name) implements Who {
    @Override
    public boolean covers(Identity identity) {
      return identity instanceof Identity.Robot robot && robot.name().equals(name);
    }

    @Override
    public String toString() {
      return "robot:" + name;
    }
  }

  /**
   * Reads {@code anonymous}, {@code authenticated}, {@code user:NAME}, {@code group:NAME} or {@code
   * robot:NAME}; a name may itself hold colons.
   *
   * @throws IllegalArgumentException when it is none of these; the message goes on after the text
   */
  static Who parse(String text) {
    return switch (text) {
      case "anonymous" -> new Anonymous();
      case "authenticated" -> new Authenticated();
      default -> named(text);
    };
  }

  private static Who named(String text) {
    int colon = Math.max(0, text.indexOf(':'));
    String name = text.substring(Math.min(colon + 1, text.length()));
    return switch (isName(name) ? text.substring(0, colon) : "") {
      case "user" -> new User(name);
      case "group" -> new Group(name);
      case "robot" -> new Robot(name);
      default ->
          throw new IllegalArgumentException(
              "is none of anonymous, authenticated, user:NAME, group:NAME and robot:NAME");
    };
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.equals(name.strip())
        && name.chars().noneMatch(Character::isISOControl);
  }
}
