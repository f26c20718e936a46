package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Spec;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Image;
import dev.lading.conformance.bench.wire.Push;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A server with {@value #DESCRIPTORS} descriptors and as many silent connections: it must keep at
 * least {@value #MUST_HOLD} of them, and pulls on new connections must still be fast. A server that
 * drops silent clients early, or that has no descriptor left for a pull, misses the row.
 */
record IdleConnections() implements Row {
  private static final int DESCRIPTORS = 1024;
  private static final int MUST_HOLD = DESCRIPTORS / 2;
  private static final int PULLS = 50;
  private static final int WARM_UP_PULLS = 200;
  private static final int LONGEST_MILLIS = 50;

  private static final int SETTLING_MILLIS = 500;

  /** Idle connections need no room. */
  private static final int BUFFER_BYTES = 64;

  @Override
  public String name() {
    return "idle-connections";
  }

  @Override
  public String work() {
    return "pull of a 5-layer image of 1 MB while idle connections use up a limit of "
        + DESCRIPTORS
        + " descriptors";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    Spec spec =
        subjects.ladingSpec(Subjects.LADING + "-limited", subjects.newRoot("limited"), "strict");
    try (Server server = Server.start(spec.withDescriptors(DESCRIPTORS))) {
      Image image = Image.random(5, 1_000_000, new Random());
      try (Connection connection = server.connect()) {
        new Push(connection, Tree.PUSHED).image(image, Tree.APP_TAG);
      }
      pulls(server, image, WARM_UP_PULLS);
      return crowded(server, image);
    }
  }

  private static List<Figure> crowded(Server server, Image image)
      throws IOException, InterruptedException {
    List<Connection> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < DESCRIPTORS; i++) {
        crowd.add(Connection.open(server.port(), BUFFER_BYTES));
      }
      settle(crowd);
      List<Double> millis = pulls(server, image, PULLS);
      int held = held(crowd);
      double longest = millis.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
      return List.of(
          Figure.bounded(
              "idle connections held",
              Quartiles.single(held),
              Unit.COUNT,
              new Bound.AtLeast(MUST_HOLD)),
          Figure.of("a pull", Quartiles.of(millis), Unit.MILLISECONDS),
          Figure.bounded(
              "the longest of " + PULLS + " pulls",
              Quartiles.single(longest),
              Unit.MILLISECONDS,
              new Bound.AtMost(LONGEST_MILLIS)));
    } finally {
      for (Connection connection : crowd) {
        connection.close();
      }
    }
  }

  /** Waits until the server closes no more of them: they are to be idle, not arriving. */
  private static void settle(List<Connection> crowd) throws IOException, InterruptedException {
    int before;
    int after = held(crowd);
    do {
      before = after;
      TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
      after = held(crowd);
    } while (after != before);
  }

  private static int held(List<Connection> crowd) throws IOException {
    int held = 0;
    for (Connection connection : crowd) {
      held += connection.closedByServer() ? 0 : 1;
    }
    return held;
  }

  /**
   * The milliseconds of whole pulls, each on a connection of its own: manifest, configuration,
   * layers.
   */
  private static List<Double> pulls(Server server, Image image, int count) throws IOException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      try (Connection connection = server.connect()) {
        new Push(connection, Tree.PUSHED).verify(image, Tree.APP_TAG);
      }
      millis.add((System.nanoTime() - began) / 1e6);
    }
    return millis;
  }
}
