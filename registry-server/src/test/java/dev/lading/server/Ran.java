package dev.lading.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command printed, and how it ended. */
record Ran(int exit, String out, String err) {

  /** Runs one command of the product in this process. */
  static Ran of(Object command, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setExecutionExceptionHandler(new Failures())
            .execute(arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  String all() {
    return out + err;
  }
}
