package dev.lading.conformance.bench.measure;

import dev.lading.conformance.bench.server.Server;
import java.io.IOException;
import java.time.Duration;

/** One server with the work it is to do. */
public record Contender(Server server, Load load) {
  /** A piece of work, done once per call. */
  public interface Load {
    Work run() throws IOException, InterruptedException;
  }

  /** How much was done, in the unit of the row, and how long it took. */
  public record Work(double amount, double seconds) {}

  /** The work's speed, and the server's CPU seconds for one unit of it. */
  record Reading(double perSecond, double cpuPerUnit) {}

  public String name() {
    return server.name();
  }

  Reading measure() throws IOException, InterruptedException {
    Duration before = server.usage().cpu();
    Work work = load.run();
    Duration used = server.usage().cpu().minus(before);
    return new Reading(work.amount() / work.seconds(), used.toNanos() / 1e9 / work.amount());
  }
}
