package dev.lading.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows how far a run is, on one line of a terminal; where nobody looks, nothing. */
final class GcProgress implements Consumer<JsonNode> {
  private static final String BACK_AND_CLEAR = "\r\u001b[K";
  private final Optional<PrintWriter> terminal;
  private String shown = "";

  GcProgress(Optional<PrintWriter> terminal) {
    this.terminal = terminal;
  }

  /**
   * On standard error, when somebody is there.
   *
   * @param err of the command
   */
  static GcProgress on(PrintWriter err) {
    return new GcProgress(
        Optional.ofNullable(System.console()).filter(Console::isTerminal).map(_ -> err));
  }

  @Override
  public void accept(JsonNode stage) {
    show(GcText.stage(stage));
  }

  /** Leaves the line empty, for what is printed next. */
  void end() {
    show("");
  }

  private void show(String text) {
    if (!text.equals(shown)) {
      shown = text;
      terminal.ifPresent(
          out -> {
            out.print(BACK_AND_CLEAR + text);
            out.flush();
          });
    }
  }
}
