package dev.lading.conformance.clients;

import dev.lading.conformance.clients.ClientHome.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A docker daemon of the test's own, without a network. */
public final class DockerDaemon implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(50);

  private final ClientHome client;
  private final Process process;

  private DockerDaemon(ClientHome client, Process process) {
    this.client = client;
    this.process = process;
  }

  /** Everything it writes is below {@code directory}. */
  public static DockerDaemon start(Path directory) {
    ClientHome home = ClientHome.in(directory);
    // The path of a socket is short.
    Path socket = directory.resolve("docker.sock");
    ClientHome client =
        home.with("DOCKER_HOST", "unix://" + socket)
            .with("DOCKER_CONFIG", directory.resolve("docker").toString());
    Path log = directory.resolve("dockerd.log");
    try {
      Files.writeString(directory.resolve("daemon.json"), "{}");
      Process process =
          home.processOf(command(directory, socket))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      var daemon = new DockerDaemon(client, process);
      daemon.awaitAnswer(log);
      return daemon;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where {@code docker} finds this daemon. */
  public ClientHome client() {
    return client;
  }

  public Output docker(String... arguments) {
    return attempt(arguments).orFail();
  }

  public Output attempt(String... arguments) {
    return client.attempt(
        Stream.concat(Stream.of("docker"), Stream.of(arguments)).toArray(String[]::new));
  }

  /** Its mounts were in a namespace of its own, and go with it. */
  @Override
  public void close() {
    process.destroy();
    if (!awaitEnd(STOP_LIMIT)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      awaitEnd(STOP_LIMIT);
    }
  }

  private static List<String> command(Path directory, Path socket) {
    return List.of(
        "dockerd",
        "--config-file=" + directory.resolve("daemon.json"),
        "--data-root=" + directory.resolve("data"),
        "--exec-root=" + directory.resolve("exec"),
        "--pidfile=" + directory.resolve("pid"),
        "--host=unix://" + socket,
        "--iptables=false",
        "--ip6tables=false",
        "--bridge=none",
        "--storage-driver=vfs");
  }

  private void awaitAnswer(Path log) throws IOException {
    Instant deadline = Instant.now().plus(START_LIMIT);
    while (attempt("version").exit() != 0) {
      if (awaitEnd(POLL) || Instant.now().isAfter(deadline)) {
        close();
        throw new AssertionError("dockerd does not answer:\n" + Files.readString(log));
      }
    }
  }

  private boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
