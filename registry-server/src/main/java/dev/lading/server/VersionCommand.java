package dev.lading.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lading version}. */
@Command(
    name = "version",
    description = "Prints the version, and the JDK it runs on.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading version"})
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .println("lading " + Main.Version.text() + " on JDK " + Runtime.version());
  }
}
