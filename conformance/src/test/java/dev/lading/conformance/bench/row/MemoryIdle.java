package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Push;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A fresh server after one pull and some quiet, so that whatever it does after its start is
 * counted.
 */
record MemoryIdle() implements Row {
  private static final double MIB = 1024 * 1024;
  private static final int QUIET_SECONDS = 10;

  @Override
  public String name() {
    return "memory-idle";
  }

  @Override
  public String work() {
    return "resident memory, -Xmx256m, SerialGC, idle";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    try (Server server =
        Server.start(
            subjects.ladingSpec(Subjects.LADING + "-idle", subjects.tree().root(), "strict"))) {
      try (Connection connection = server.connect()) {
        String path = "/v2/" + Tree.APP + "/manifests/" + Tree.APP_TAG;
        Push.verify(connection, path, subjects.tree().manifest());
      }
      TimeUnit.SECONDS.sleep(QUIET_SECONDS);
      var resident = Quartiles.single(server.usage().residentBytes() / MIB);
      return List.of(
          Figure.bounded("Lading, VmRSS", resident, Unit.MEBIBYTES, new Bound.AtMost(160)));
    }
  }
}
