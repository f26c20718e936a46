package dev.lading.conformance.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How one server is started: its name in the report, command, environment and port, the root of its
 * store, the file that takes its output, the path that answers 200 once it serves, and what trusts
 * its certificate when it speaks TLS.
 */
public record Spec(
    String name,
    List<String> command,
    Map<String, String> environment,
    int port,
    Path root,
    Path log,
    String readyPath,
    Optional<SSLContext> tls) {
  public Spec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A server in clear text. */
  public Spec(
      String name,
      List<String> command,
      Map<String, String> environment,
      int port,
      Path root,
      Path log,
      String readyPath) {
    this(name, command, environment, port, root, log, readyPath, Optional.empty());
  }

  /** The same server, which is told to encrypt elsewhere; this trusts its certificate. */
  Spec overTls(SSLContext trust) {
    return new Spec(name, command, environment, port, root, log, readyPath, Optional.of(trust));
  }

  /** The same server with so many file descriptors, soft and hard limit. */
  public Spec withDescriptors(int limit) {
    List<String> limited =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"));
    limited.addAll(command);
    return new Spec(name, limited, environment, port, root, log, readyPath, tls);
  }
}
