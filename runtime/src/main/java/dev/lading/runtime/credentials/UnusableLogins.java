package dev.lading.runtime.credentials;

import org.jspecify.annotations.Nullable;

/** A file of logins, or a program that keeps them, is of no use. Nothing was changed. */
public final class UnusableLogins extends RuntimeException {
  /**
   * @param where the file or program
   * @param problem follows its name in a sentence; holds nothing secret
   */
  UnusableLogins(String where, String problem) {
    this(where, problem, null);
  }

  UnusableLogins(String where, String problem, @Nullable Throwable cause) {
    super(where + " " + problem, cause);
  }
}
