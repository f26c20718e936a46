package dev.lading.runtime.keys;

import java.io.Console;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever sits at the terminal, three times at most. A passphrase for a new key is asked for
 * twice and has eight characters at least, as notary wants it.
 */
public final class PromptedPassphrases implements Passphrases {
  private static final int ATTEMPTS = 3;
  private static final int SHORTEST = 8;

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
    return Optional.ofNullable(
        console.readPassword(
            "%sPassphrase for the %s key%s (%s): ", wrong, role(label), of(label), called));
  }

  @Override
  public Optional<char[]> choose(KeyLabel label, String called) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      char[] first =
          console.readPassword(
              "Passphrase for the new %s key%s (%s): ", role(label), of(label), called);
      if (first == null) {
        return Optional.empty();
      }
      if (first.length < SHORTEST) {
        console.printf("It needs %d characters at least.%n", SHORTEST);
      } else if (isRepeated(first)) {
        return Optional.of(first);
      }
    }
    return Optional.empty();
  }

  private boolean isRepeated(char[] first) {
    char @Nullable [] second = console.readPassword("Once more: ");
    boolean same = Arrays.equals(first, second);
    if (!same) {
      console.printf("The two are not the same.%n");
    }
    return same;
  }

  private static String role(KeyLabel label) {
    return label.role().isEmpty() ? "signing" : label.role();
  }

  private static String of(KeyLabel label) {
    return label.gun().map(gun -> " of " + gun).orElse("");
  }
}
