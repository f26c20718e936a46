package dev.lading.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * A registry running as a child process of this JVM, with its standard output and error in a file.
 * It dies with this JVM: a shutdown hook kills what {@link #close} did not stop.
 */
public final class RegistryProcess implements Registry {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);

  private final URI url;
  private final Process process;
  private final Path log;
  private final Thread reaper;

  private RegistryProcess(URI url, Process process, Path log) {
    this.url = url;
    this.process = process;
    this.log = log;
    this.reaper = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(reaper);
  }

  /**
   * Starts {@code command} and returns when {@code url} answers HTTP, or TLS.
   *
   * @throws IllegalStateException with the end of the log, when the process ends or does not answer
   *     in two minutes; it is then not running
   */
  public static RegistryProcess start(List<String> command, URI url, Path log) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      var started = new RegistryProcess(url, process, log);
      started.awaitAnswer();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI url() {
    return url;
  }

  /** For its pid, signals and end; use {@link #close} to stop it in the ordinary way. */
  public Process process() {
    return process;
  }

  /** All that the server has printed so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL, and waits for the end. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(STOP_LIMIT);
    Runtime.getRuntime().removeShutdownHook(reaper);
  }

  /** SIGTERM, and SIGKILL for one that has not ended after 20 seconds. */
  @Override
  public void close() {
    process.destroy();
    if (awaitEnd(STOP_LIMIT)) {
      Runtime.getRuntime().removeShutdownHook(reaper);
    } else {
      kill();
    }
  }

  @Override
  public String toString() {
    return url + " (pid " + process.pid() + ")";
  }

  private boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return false;
    }
  }

  private void awaitAnswer() {
    Instant deadline = Instant.now().plus(START_LIMIT);
    while (!answers()) {
      boolean ended = awaitEnd(POLL);
      if (ended || Instant.now().isAfter(deadline)) {
        kill();
        throw new IllegalStateException(
            "%s at %s:%n%s".formatted(ended ? "the server ended" : "no answer", url, log()));
      }
    }
  }

  private boolean answers() {
    try {
      var connection = (HttpURLConnection) url.resolve("/v2/").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(5000);
      try {
        return connection.getResponseCode() > 0;
      } finally {
        connection.disconnect();
      }
    } catch (SSLException _) {
      return true; // whose certificate it is, and whose it wants, the tests find out
    } catch (IOException _) {
      return false;
    }
  }
}
