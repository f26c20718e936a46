package dev.lading.runtime.command;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** What run and exec are both told of a process. */
final class ProcessOptions {
  private final Supplier<Boolean> interactive;
  private final Supplier<Boolean> terminal;
  private final Supplier<List<String>> environment;
  private final Supplier<List<Path>> files;
  private final Supplier<Optional<String>> directory;
  private final Supplier<Optional<String>> user;

  ProcessOptions(Syntax syntax) {
    interactive =
        syntax.flag(
            OptionSpec.builder("-i", "--interactive")
                .description("Gives it our input. Without it, it has none."));
    terminal =
        syntax.flag(
            OptionSpec.builder("-t", "--tty")
                .description("Gives it a terminal. Ours must be one."));
    environment =
        syntax.values(
            String.class,
            OptionSpec.builder("-e", "--env")
                .paramLabel("NAME[=VALUE]")
                .description(
                    "A variable. Without a value, it is the one it has here. Can be repeated."));
    files =
        syntax.values(
            Path.class,
            OptionSpec.builder("--env-file")
                .paramLabel("FILE")
                .description(
                    "Variables, one in a line; lines that begin with # are none. Can be repeated."));
    directory =
        syntax.value(
            String.class,
            OptionSpec.builder("-w", "--workdir")
                .paramLabel("DIR")
                .description("Where it begins. Made when it is not there."));
    user =
        syntax.value(
            String.class,
            OptionSpec.builder("-u", "--user")
                .paramLabel("USER[:GROUP]")
                .description("Who it is, by name or number."));
  }

  boolean interactive() {
    return interactive.get();
  }

  /** As Docker refuses it: what is no terminal cannot be passed through as one. */
  boolean terminal() {
    if (terminal.get() && !isTerminal(Path.of("/proc/self/fd/0"))) {
      throw new InvalidOption("-t", "", "the input device is not a TTY");
    }
    return terminal.get();
  }

  List<String> environment(Surroundings surroundings) {
    return Environment.asked(files.get(), environment.get(), surroundings.environment());
  }

  Optional<String> directory() {
    return directory.get();
  }

  Optional<String> user() {
    return user.get();
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
