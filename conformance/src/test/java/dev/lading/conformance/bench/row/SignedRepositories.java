package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Latencies;
import dev.lading.conformance.bench.measure.OpenLoop;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.SignedTree;
import dev.lading.conformance.bench.server.Spec;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@value SignedTree#REPOSITORIES} repositories with {@value SignedTree#TAGS} signed tags each: how
 * long the start takes, what the first pull from each costs, and the memory that is held in the
 * end. The first pulls after the start warm up the process and do not count.
 */
record SignedRepositories() implements Row {
  private static final double MIB = 1024 * 1024;
  private static final int WARM_UPS = 2_000;
  private static final int COUNTED = 1_000;

  /** More than two cores verify, so that the compilers learn soon what matters. */
  private static final int WARM_UPS_PER_SECOND = 200;

  /** What leaves a processor idle: how long one takes, and not how long the queue is. */
  private static final int COUNTED_PER_SECOND = 50;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "signed-repositories";
  }

  @Override
  public String work() {
    return "10,000 repositories with 100 signed tags each, all enforced";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    SignedTree tree = subjects.signedTree();
    Spec spec = subjects.ladingOnSignedTree();
    List<Double> starts = new ArrayList<>();
    for (int i = 0; i < plan.spawns(); i++) {
      try (Server server = Server.start(spec)) {
        starts.add(server.startTime().toNanos() / 1e9);
      }
    }
    try (Server server = Server.start(spec)) {
      double idle = server.usage().residentBytes() / MIB;
      firstPulls(server, 0, WARM_UPS, WARM_UPS_PER_SECOND);
      Latencies cold = firstPulls(server, WARM_UPS, COUNTED, COUNTED_PER_SECOND);
      pullRest(server, tree);
      return List.of(
          Figure.bounded("start", Quartiles.of(starts), Unit.SECONDS, new Bound.AtMost(1)),
          Figure.of("first pull of a repository, p50", cold.percentile(50), Unit.MILLISECONDS),
          Figure.bounded(
              "first pull of a repository, p99",
              cold.percentile(99),
              Unit.MILLISECONDS,
              new Bound.AtMost(10)),
          Figure.of("VmRSS at the start", Quartiles.single(idle), Unit.MEBIBYTES),
          Figure.bounded(
              "VmRSS when all were pulled",
              Quartiles.single(server.usage().residentBytes() / MIB),
              Unit.MEBIBYTES,
              new Bound.AtMost(256)));
    }
  }

  private static Latencies firstPulls(Server server, int from, int count, int perSecond)
      throws IOException, InterruptedException {
    return new OpenLoop(perSecond, count, PATIENCE)
        .run(
            server.port(),
            new OpenLoop.Script() {
              @Override
              public Request request(int i) {
                return Request.get(SignedTree.path(from + i));
              }

              @Override
              public void check(int i, Response response) {
                response.expect(200);
              }
            });
  }

  private static void pullRest(Server server, SignedTree tree) throws IOException {
    try (Connection connection = server.connect()) {
      connection.exchange(Request.get(tree.unsignedPath())).expect(403);
      for (int i = WARM_UPS + COUNTED; i < SignedTree.REPOSITORIES; i++) {
        connection.exchange(Request.get(SignedTree.path(i))).expect(200);
      }
    }
  }
}
