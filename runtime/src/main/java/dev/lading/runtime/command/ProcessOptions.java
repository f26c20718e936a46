package dev.lading.runtime.command;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What run and exec are both told of a process. */
final class ProcessOptions {
  @Option(
      names = {"-i", "--interactive"},
      description = "Gives it our input. Without it, it has none.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Gives it a terminal. Ours must be one.")
  private boolean terminal;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "A variable. Without a value, it is the one it has here. Can be repeated.")
  private List<String> environment = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Variables, one in a line; lines that begin with # are none. Can be repeated.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Where it begins. Made when it is not there.")
  private @Nullable String directory;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER[:GROUP]",
      description = "Who it is, by name or number.")
  private @Nullable String user;

  boolean interactive() {
    return interactive;
  }

  /** As Docker refuses it: what is no terminal cannot be passed through as one. */
  boolean terminal() {
    if (terminal && !isTerminal(Path.of("/proc/self/fd/0"))) {
      throw new InvalidOption("-t", "", "the input device is not a TTY");
    }
    return terminal;
  }

  List<String> environment(Surroundings surroundings) {
    return Environment.asked(files, environment, surroundings.environment());
  }

  Optional<String> directory() {
    return Optional.ofNullable(directory);
  }

  Optional<String> user() {
    return Optional.ofNullable(user);
  }

  private static boolean isTerminal(Path stream) {
    try {
      String device = Files.readSymbolicLink(stream).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException _) {
      return false;
    }
  }
}
