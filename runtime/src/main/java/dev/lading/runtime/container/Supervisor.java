package dev.lading.runtime.container;

import dev.lading.runtime.backend.Backend;
import dev.lading.runtime.backend.Bundle;
import dev.lading.runtime.backend.Host;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The script that holds a container: in a session of its own, so that no terminal sends it what we
 * send it, and in a mount namespace of its own.
 */
final class Supervisor {
  private static final String SCRIPT = "supervise.sh";
  private static final Redirect NOTHING = Redirect.from(Path.of("/dev/null").toFile());

  private final Host host;

  Supervisor(Host host) {
    this.host = host;
  }

  /** Who hears the container, and whom it hears. */
  enum Attached {
    /** Nobody: what it says goes to its log. */
    NOTHING,
    OUTPUT,
    OUTPUT_AND_INPUT
  }

  Process start(
      ContainerRecord record,
      Bundle bundle,
      Backend backend,
      List<String> launch,
      Attached attached)
      throws IOException {
    writeScript(bundle.folder());
    List<String> command = new ArrayList<>(List.of(host.get("setsid")));
    if (host.ignoresSignals()) {
      command.addAll(List.of(host.get("env"), "--default-signal")); // the container is not to
    }
    command.add(host.get("unshare"));
    if (!host.isRoot()) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of("--mount", "--propagation", "slave", host.get("sh"), SCRIPT));
    command.add(host.isRoot() ? "" : ",userxattr");
    command.add(backend.hidden().name().toLowerCase(Locale.ROOT));
    command.add(attached == Attached.NOTHING ? "log" : "inherit");
    command.add(record.removedAtEnd() ? "remove" : "keep");
    command.add(record.name().orElse(""));
    command.addAll(launch);
    ProcessBuilder process = new ProcessBuilder(command).directory(bundle.folder().toFile());
    return redirected(process, attached).start();
  }

  private static ProcessBuilder redirected(ProcessBuilder process, Attached attached) {
    return switch (attached) {
      case NOTHING ->
          process
              .redirectInput(NOTHING)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD);
      case OUTPUT -> process.inheritIO().redirectInput(NOTHING);
      case OUTPUT_AND_INPUT -> process.inheritIO();
    };
  }

  private static void writeScript(Path folder) throws IOException {
    try (InputStream in = Objects.requireNonNull(Supervisor.class.getResourceAsStream(SCRIPT))) {
      Files.copy(in, folder.resolve(SCRIPT));
    }
  }
}
