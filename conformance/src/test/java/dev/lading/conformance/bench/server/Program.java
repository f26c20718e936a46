package dev.lading.conformance.bench.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that runs to its end while its memory is watched. Closing it ends it. */
public final class Program implements AutoCloseable {
  private static final int POLL_MILLIS = 20;
  private final List<String> command;
  private final Process process;
  private final long began = System.nanoTime();
  private final CompletableFuture<Long> ended;
  private long peakBytes;

  private Program(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.ended = process.onExit().thenApply(_ -> System.nanoTime());
  }

  /**
   * How it went.
   *
   * @param peakBytes the most that it and its children had resident, as far as was seen
   */
  public record Ended(Duration took, long peakBytes) {}

  /** Runs it to its end, which must be a success. */
  public static Ended run(List<String> command) throws IOException, InterruptedException {
    try (Program program = start(command)) {
      return program.end();
    }
  }

  /** Starts it; what it says is thrown away. */
  public static Program start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Program(command, process);
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** Waits for its end, which must be a success. */
  public Ended end() throws IOException, InterruptedException {
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      look();
    }
    if (process.exitValue() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
    return new Ended(Duration.ofNanos(ended.join() - began), peakBytes);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private void look() {
    try {
      peakBytes = Math.max(peakBytes, Usage.of(process.toHandle()).peakBytes());
    } catch (IOException | IllegalArgumentException _) {
      // It has just ended.
    }
  }
}
