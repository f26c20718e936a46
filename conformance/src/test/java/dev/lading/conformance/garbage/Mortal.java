package dev.lading.conformance.garbage;

import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server that may be killed with SIGKILL and started again, with the log of all its lives.
 * Mutable, for one thread.
 */
final class Mortal implements AutoCloseable {
  private static final Pattern REMOVED = Pattern.compile("gc run=\\d+ ends .* removed=(\\d+) ");
  private final LadingServer lading;
  private RegistryProcess running;

  Mortal(LadingServer lading) {
    this.lading = lading;
    this.running = lading.start();
  }

  /** The last that was started. */
  RegistryProcess running() {
    return running;
  }

  /** How much its runs removed that came to their end, in all its lives. */
  long removals() {
    return running
        .log()
        .lines()
        .flatMap(line -> Stream.of(REMOVED.matcher(line)).filter(Matcher::find))
        .mapToLong(match -> Long.parseLong(match.group(1)))
        .sum();
  }

  void dieAndRise() {
    running.kill();
    running = lading.start();
  }

  /** Ends it in the ordinary way; it stays down. */
  void stop() {
    running.close();
  }

  @Override
  public void close() {
    stop();
  }
}
