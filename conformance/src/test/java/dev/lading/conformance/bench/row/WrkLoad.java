package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Contender;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Push;
import dev.lading.conformance.bench.wire.Wrk;
import java.io.IOException;
import java.time.Duration;

/**
 * A GET that wrk repeats, {@code unitsEach} units of work at a time, after one answer has been
 * compared to its digest.
 */
record WrkLoad(String path, String digest, double unitsEach) {
  Contender on(Server server, Duration burst) throws IOException {
    try (Connection connection = server.connect()) {
      Push.verify(connection, path, digest);
    }
    return new Contender(server, () -> load(server.port(), burst));
  }

  private Contender.Work load(int port, Duration burst) throws IOException, InterruptedException {
    Wrk done = Wrk.run(port, path, burst);
    return new Contender.Work(done.requests() * unitsEach, done.seconds());
  }
}
