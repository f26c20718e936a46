package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Image;
import dev.lading.conformance.bench.wire.Push;
import dev.lading.conformance.support.FaultyWay;
import dev.lading.conformance.support.S3Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** What a store that is paid by the request has to answer for one image. */
record BucketRequests() implements Row {
  private static final int LAYERS = 5;
  private static final int BYTES = 1_000_000;

  /** The health check of docker-registry and whatever else asks by the clock is not an image's. */
  private static final int REPETITIONS = 5;

  private enum Step {
    PUSH,
    PULL
  }

  private record Counted(String server, Step step) {}

  @Override
  public String name() {
    return "s3-requests";
  }

  @Override
  public String work() {
    return "S3 requests for a 5-layer image of 1 MB";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    try (S3Server bucket = S3Server.start(subjects.directory());
        FaultyWay way = FaultyWay.to(bucket.url())) {
      Map<Counted, Integer> least = new HashMap<>();
      for (Server server : subjects.allOnBucket(name(), bucket, way.url())) {
        for (int i = 0; i < REPETITIONS; i++) {
          count(server, way, least);
        }
      }
      return figures(least);
    }
  }

  /**
   * The bound is what docker-registry asks when it has to ask: from its memory it also answers for
   * what another registry over the bucket has deleted.
   */
  private static List<Figure> figures(Map<Counted, Integer> least) {
    List<Figure> figures = new ArrayList<>();
    for (Step step : Step.values()) {
      int asking = least.getOrDefault(new Counted(Subjects.ASKING, step), 0);
      for (String server : List.of(Subjects.LADING, Subjects.DOCKER_REGISTRY, Subjects.ASKING)) {
        String what = server + ", " + step.name().toLowerCase(Locale.ROOT);
        Quartiles count = Quartiles.single(least.getOrDefault(new Counted(server, step), 0));
        figures.add(
            server.equals(Subjects.LADING)
                ? Figure.bounded(what, count, Unit.COUNT, new Bound.AtMost(asking))
                : Figure.of(what, count, Unit.COUNT));
      }
    }
    return figures;
  }

  private static void count(Server server, FaultyWay way, Map<Counted, Integer> least)
      throws IOException {
    Image image = Image.random(LAYERS, BYTES, new Random());
    try (Connection connection = server.connect()) {
      var push = new Push(connection, Tree.PUSHED);
      int begun = way.requests();
      push.image(image, "counted");
      int pushed = way.requests();
      push.verify(image, "counted");
      int pulled = way.requests();
      least.merge(new Counted(server.name(), Step.PUSH), pushed - begun, Math::min);
      least.merge(new Counted(server.name(), Step.PULL), pulled - pushed, Math::min);
    }
  }
}
