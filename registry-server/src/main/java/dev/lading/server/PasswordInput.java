package dev.lading.server;

import dev.lading.auth.files.RefusedEdit;
import dev.lading.auth.files.RefusedEdit.Reason;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where new passwords come from: somebody at a terminal, or standard input. Never an argument,
 * which every process of the machine can see.
 */
final class PasswordInput {
  private static final int LONGEST = 1024;

  private final Optional<Terminal> terminal;
  private final InputStream in;

  /** Asks somebody for a text that is not shown while it is typed. */
  @FunctionalInterface
  interface Terminal {
    /** What was typed, without the end of the line; empty when there is no more. */
    char[] ask(String prompt);
  }

  PasswordInput(Optional<Terminal> terminal, InputStream in) {
    this.terminal = terminal;
    this.in = in;
  }

  static PasswordInput ofThisProcess() {
    return new PasswordInput(
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .map(PasswordInput::terminal),
        System.in);
  }

  boolean canAsk() {
    return terminal.isPresent();
  }

  /**
   * Asks twice.
   *
   * @throws RefusedEdit when the two differ
   */
  byte[] typed(String name) {
    Terminal asked = terminal.orElseThrow();
    char[] first = asked.ask("Password of " + name + ": ");
    char[] second = asked.ask("Once more: ");
    if (!Arrays.equals(first, second)) {
      throw new RefusedEdit(Reason.PASSWORD_INVALID, "the two are not the same. Try again.");
    }
    return new String(first).getBytes(StandardCharsets.UTF_8);
  }

  /** All of standard input, without one end of line. */
  byte[] piped() {
    try {
      byte[] all = in.readNBytes(LONGEST);
      int length = all.length;
      length -= length > 0 && all[length - 1] == '\n' ? 1 : 0;
      length -= length > 0 && length < all.length && all[length - 1] == '\r' ? 1 : 0;
      return Arrays.copyOf(all, length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the password", e);
    }
  }

  private static Terminal terminal(Console console) {
    return prompt -> {
      char[] typed = console.readPassword("%s", prompt);
      return typed == null ? new char[0] : typed;
    };
  }
}
