package dev.lading.auth;

/**
 * The name that comes with a password: {@code robot+NAME} is the robot of that name, anything else
 * is a user. A Basic user name cannot hold a colon, and a dollar sign would need quoting in every
 * shell; so robots log in as {@code docker login -u robot+ci}.
 */
public sealed interface LoginName {
  /** What the login name of every robot begins with, and that of no user. */
  String ROBOT_PREFIX = "robot+";

  /** A user of the password file. */
  record User(String name) implements LoginName {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A robot; its name is not known to be one that robots can have. */
  record Robot(String name) implements LoginName {
    @Override
    public String toString() {
      return ROBOT_PREFIX + name;
    }
  }

  static LoginName of(String text) {
    return text.startsWith(ROBOT_PREFIX)
        ? new Robot(text.substring(ROBOT_PREFIX.length()))
        : new User(text);
  }
}
