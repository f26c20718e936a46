package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.LayeredImage;
import dev.lading.conformance.bench.server.Program;
import dev.lading.conformance.bench.server.Subjects;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From a registry to a root filesystem: by our client, and by skopeo and umoci together. */
record PullAndUnpack() implements Row {
  private static final int ROUNDS = 5;

  @Override
  public String name() {
    return "pull-unpack";
  }

  @Override
  public String work() {
    return "pull and unpack an image of %d MB in %d layers"
        .formatted(LayeredImage.MEGABYTES, LayeredImage.LAYERS);
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(8);
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    String image = subjects.layeredImage().pushTo(subjects.lading());
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = -1; round < ROUNDS; round++) {
      double our = seconds(subjects, "lading", subjects::ladingPull, image);
      double their = seconds(subjects, "skopeo", subjects::skopeoAndUmoci, image);
      if (round >= 0) {
        ours.add(our);
        theirs.add(their);
        ratios.add(our / their);
      }
    }
    return List.of(
        Figure.of("lading pull", Quartiles.of(ours), Unit.SECONDS),
        Figure.of("skopeo copy, umoci unpack", Quartiles.of(theirs), Unit.SECONDS),
        Figure.bounded(
            "Lading / skopeo and umoci", Quartiles.of(ratios), Unit.RATIO, new Bound.AtMost(1)));
  }

  private interface Client {
    List<String> command(String image, Path directory);
  }

  private static double seconds(Subjects subjects, String name, Client client, String image)
      throws IOException, InterruptedException {
    Path directory = subjects.newRoot("pull-" + name);
    Program.Ended ended = Program.run(client.command(image, directory));
    subjects.discard(directory);
    return ended.took().toNanos() / 1e9;
  }
}
