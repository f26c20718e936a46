package dev.lading.conformance.bench.measure;

import dev.lading.conformance.bench.server.Server;
import java.io.IOException;
import java.time.Duration;

/** Somebody with work to do, and whose CPU time counts while it is done. */
public record Contender(String name, Meter meter, Load load) {
  /** CPU time used so far. */
  public interface Meter {
    Duration cpu() throws IOException;
  }

  /** A piece of work, done once per call. */
  public interface Load {
    Work run() throws IOException, InterruptedException;
  }

  /** How much was done, in the unit of the row, and how long it took. */
  public record Work(double amount, double seconds) {}

  /** The work's speed, and the CPU seconds for one unit of it. */
  record Reading(double perSecond, double cpuPerUnit) {}

  /** A server, whose CPU time counts, and a client, whose does not. */
  public Contender(Server server, Load load) {
    this(server.name(), () -> server.usage().cpu(), load);
  }

  Reading measure() throws IOException, InterruptedException {
    Duration before = meter.cpu();
    Work work = load.run();
    Duration used = meter.cpu().minus(before);
    return new Reading(work.amount() / work.seconds(), used.toNanos() / 1e9 / work.amount());
  }
}
