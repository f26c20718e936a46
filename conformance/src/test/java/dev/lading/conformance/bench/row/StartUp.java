package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Spec;
import dev.lading.conformance.bench.server.Subjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From the spawn of the launcher to the first 200 of {@code /v2/}, on the shared tree. */
record StartUp() implements Row {
  @Override
  public String name() {
    return "start-up";
  }

  @Override
  public String work() {
    return "start to first 200";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    Spec lading = subjects.ladingSpec(Subjects.LADING + "-start", subjects.tree().root(), "strict");
    Spec dockerRegistry = subjects.dockerRegistrySpec();
    seconds(lading); // the launcher may build, and files come into memory
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int i = 0; i < plan.spawns(); i++) {
      ours.add(seconds(lading));
      theirs.add(seconds(dockerRegistry));
    }
    return List.of(
        Figure.bounded(Subjects.LADING, Quartiles.of(ours), Unit.SECONDS, new Bound.AtMost(1)),
        Figure.of(Subjects.DOCKER_REGISTRY, Quartiles.of(theirs), Unit.SECONDS));
  }

  private static double seconds(Spec spec) throws InterruptedException {
    try (Server server = Server.start(spec)) {
      return server.startTime().toNanos() / 1e9;
    }
  }
}
