package dev.lading.conformance.crash.power;

import dev.lading.conformance.crash.Journal;
import dev.lading.conformance.crash.Wire;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * What a real server did to an empty store, from its start to its end, while clients pushed.
 *
 * @param root of the store, in the events
 * @param journals one for each client; no two of them speak of one repository
 */
record Recording(Path root, List<Event> events, List<Journal> journals) {
  private static final Duration TRACE_LIMIT = Duration.ofMinutes(2);

  /** What clients do. */
  interface Clients {
    List<Journal> push(Wire wire) throws IOException;
  }

  /**
   * @param directory empty; everything stays in it
   */
  static Recording of(Path directory, Clients clients) throws IOException {
    Path trace = directory.resolve("trace");
    LadingServer server = LadingServer.in(directory).wrappedBy(Strace.command(trace));
    Path root = Files.createDirectories(server.store()).toRealPath();
    RegistryProcess process = server.start();
    List<Journal> journals;
    try (process;
        Wire wire = new Wire(process)) {
      journals = clients.push(wire);
    }
    List<String> lines = whole(trace, process.process().pid());
    return new Recording(root, Strace.events(lines, root), journals);
  }

  /** The tracer writes its last lines after the server has ended. */
  private static List<String> whole(Path trace, long pid) throws IOException {
    Predicate<String> end = Strace.endOf(pid);
    Instant deadline = Instant.now().plus(TRACE_LIMIT);
    while (true) {
      List<String> lines = Files.readAllLines(trace);
      if (lines.stream().anyMatch(end)) {
        return lines;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(
            "strace did not finish %s, whose last line is %s".formatted(trace, lines.getLast()));
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
