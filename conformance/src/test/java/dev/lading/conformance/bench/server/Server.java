package dev.lading.conformance.bench.server;

import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Encrypted;
import dev.lading.conformance.bench.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running child process that has answered 200 once. Closing it stops it, first politely. */
public final class Server implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final int POLL_MILLIS = 2;
  private static final int LOG_TAIL_LINES = 20;

  private final Spec spec;
  private final Process process;
  private final Duration startTime;

  private Server(Spec spec, Process process, Duration startTime) {
    this.spec = spec;
    this.process = process;
    this.startTime = startTime;
  }

  /** Spawns the process and waits until it answers; a failure leaves no process behind. */
  public static Server start(Spec spec) throws InterruptedException {
    var builder =
        new ProcessBuilder(spec.command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
    builder.environment().remove("AWS_CA_BUNDLE"); // with it docker-registry's S3 driver panics
    builder.environment().putAll(spec.environment());
    long began = System.nanoTime();
    try {
      Process process = builder.start();
      try {
        awaitReady(spec, process, began);
        return new Server(spec, process, Duration.ofNanos(System.nanoTime() - began));
      } catch (SetupTrouble | InterruptedException e) {
        stop(process);
        throw e;
      }
    } catch (IOException e) {
      throw new SetupTrouble("cannot start " + spec.name() + ": " + e.getMessage(), e);
    }
  }

  public String name() {
    return spec.name();
  }

  public int port() {
    return spec.port();
  }

  /** The root directory of its store. */
  public Path root() {
    return spec.root();
  }

  /** From the spawn to the first 200. */
  public Duration startTime() {
    return startTime;
  }

  public Usage usage() throws IOException {
    return Usage.of(process.toHandle());
  }

  public Connection connect() throws IOException {
    return Connection.open(port());
  }

  @Override
  public void close() {
    stop(process);
  }

  private static void awaitReady(Spec spec, Process process, long began)
      throws InterruptedException {
    while (System.nanoTime() - began < START_LIMIT.toNanos()) {
      if (!process.isAlive()) {
        throw new SetupTrouble(
            spec.name() + " ended with " + process.exitValue() + "; its output:\n" + tail(spec));
      }
      if (answers(spec)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new SetupTrouble(
        spec.name() + " did not answer within " + START_LIMIT + "; its output:\n" + tail(spec));
  }

  private static boolean answers(Spec spec) {
    if (spec.tls().isPresent()) {
      return Encrypted.answers(spec.tls().get(), spec.port(), spec.readyPath());
    }
    try (var connection = Connection.open(spec.port())) {
      return connection.exchange(Request.get(spec.readyPath())).status() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private static String tail(Spec spec) {
    try {
      List<String> lines = Files.readAllLines(spec.log());
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(" + spec.log() + " cannot be read: " + e.getMessage() + ")";
    }
  }

  private static void stop(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
