package dev.lading.conformance.clients;

import dev.lading.conformance.clients.ClientHome.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One user of our own client, as a program of its own.
 *
 * @param home what it is told by variables
 * @param folder is its user's home; what it keeps is there
 */
public record LadingClient(ClientHome home, Path folder) {
  private static final String MAIN = "dev.lading.runtime.command.Main";

  public LadingClient {
    home = home.with("HOME", folder.toString());
  }

  /** Runs to its end, which must be a success. */
  public Output run(String... arguments) {
    return attempt(arguments).orFail();
  }

  public Output attempt(String... arguments) {
    return home.attempt(command(arguments).toArray(String[]::new));
  }

  /** What starts it, in {@link #home}. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of(arguments));
    return command;
  }
}
