package dev.lading.conformance.bench.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs that take part: Lading's launcher, Debian's docker-registry, nginx, and other
 * registries by name. Each of these others is started as {@code PATH serve CONFIG} with
 * distribution's configuration.
 */
public record Programs(Path lading, Path dockerRegistry, Path nginx, Map<String, Path> peers) {
  /** Where daemons live that a user's PATH may lack. */
  private static final List<String> ALSO = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

  public Programs {
    peers = Map.copyOf(peers);
  }

  /** Finds what is installed; says what to install otherwise. */
  public static Programs find(Path lading, Map<String, Path> peers) {
    if (executable("wrk").isEmpty()) {
      throw missing("wrk", "wrk");
    }
    for (Path peer : peers.values()) {
      if (!Files.isExecutable(peer)) {
        throw new SetupTrouble("the peer " + peer + " is not an executable file");
      }
    }
    if (!Files.isExecutable(lading)) {
      throw new SetupTrouble(lading + " is not an executable file; --lading names another one");
    }
    return new Programs(
        lading.toAbsolutePath(),
        executable("docker-registry")
            .orElseThrow(() -> missing("docker-registry", "docker-registry")),
        executable("nginx").orElseThrow(() -> missing("nginx", "nginx-light")),
        peers);
  }

  /** The first line that the program prints about its version, to either stream. */
  public static String version(String... command) {
    try {
      Process process = new ProcessBuilder(command).start();
      try (var lines = process.inputReader();
          var errors = process.errorReader()) {
        return Optional.ofNullable(lines.readLine())
            .or(() -> errors.lines().findFirst())
            .orElse("(unknown)")
            .strip();
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      return "(unknown: " + e.getMessage() + ")";
    }
  }

  /** Debian's. */
  Path notaryServer() {
    return executable("notary-server").orElseThrow(() -> missing("notary-server", "notary"));
  }

  private static Optional<Path> executable(String name) {
    List<String> directories = new ArrayList<>(pathDirectories());
    directories.addAll(ALSO);
    return directories.stream()
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static List<String> pathDirectories() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return List.of(path.split(File.pathSeparator, -1));
  }

  private static SetupTrouble missing(String program, String debianPackage) {
    return new SetupTrouble(
        program + " is not installed; on Debian: apt-get install " + debianPackage);
  }
}
