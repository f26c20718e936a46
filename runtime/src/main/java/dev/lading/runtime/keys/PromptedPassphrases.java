package dev.lading.runtime.keys;

import java.io.Console;
import java.util.Optional;

/** Asks whoever sits at the terminal, three times at most. */
public final class PromptedPassphrases implements Passphrases {
  private static final int ATTEMPTS = 3;

  private final Console console;

  public PromptedPassphrases(Console console) {
    this.console = console;
  }

  @Override
  public Optional<char[]> find(KeyLabel label, String called, int attempt) {
    if (attempt >= ATTEMPTS) {
      return Optional.empty();
    }
    String wrong = attempt == 0 ? "" : "Wrong passphrase. ";
    String role = label.role().isEmpty() ? "signing" : label.role();
    String of = label.gun().map(gun -> " of " + gun).orElse("");
    return Optional.ofNullable(
        console.readPassword(
            "%sPassphrase for the %s key%s (%s): ",
            wrong, role, of, called));
  }
}
