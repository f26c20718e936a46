package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Program;
import dev.lading.conformance.bench.server.Subjects;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A container whose program ends at once, from an image that is there already. */
record RunStart() implements Row {
  private static final int WARM_UPS = 2;

  @Override
  public String name() {
    return "run-start";
  }

  @Override
  public String work() {
    return "run /bin/true in a container of a pulled image";
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(5);
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    String image = subjects.layeredImage().pushTo(subjects.lading());
    Path our = subjects.newRoot("run-lading");
    Path their = subjects.newRoot("run-podman");
    Program.run(subjects.ladingPull(image, our));
    Program.run(subjects.podman(their, List.of("pull", "--tls-verify=false", image)));
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = -WARM_UPS; round < plan.spawns(); round++) {
      double lading = seconds(subjects.ladingRun(image, our));
      double podman =
          seconds(subjects.podman(their, List.of("run", "--rm", "--network=none", image)));
      if (round >= 0) {
        ours.add(lading);
        theirs.add(podman);
        ratios.add(lading / podman);
      }
    }
    return List.of(
        Figure.of("lading run", Quartiles.of(ours), Unit.SECONDS),
        Figure.of("podman run", Quartiles.of(theirs), Unit.SECONDS),
        Figure.bounded("Lading / podman", Quartiles.of(ratios), Unit.RATIO, new Bound.AtMost(1.5)));
  }

  private static double seconds(List<String> command) throws IOException, InterruptedException {
    return Program.run(command).took().toNanos() / 1e9;
  }
}
