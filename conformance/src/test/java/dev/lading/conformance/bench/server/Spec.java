package dev.lading.conformance.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How one server is started: its name in the report, command, environment and port, the root of its
 * store, the file that takes its output, and the path that answers 200 once it serves.
 */
public record Spec(
    String name,
    List<String> command,
    Map<String, String> environment,
    int port,
    Path root,
    Path log,
    String readyPath) {
  public Spec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The same server with so many file descriptors, soft and hard limit. */
  public Spec withDescriptors(int limit) {
    List<String> limited =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"));
    limited.addAll(command);
    return new Spec(name, limited, environment, port, root, log, readyPath);
  }
}
