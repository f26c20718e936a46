package dev.lading.conformance.bench.row;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Latencies;
import dev.lading.conformance.bench.measure.OpenLoop;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.GarbageTree;
import dev.lading.conformance.bench.server.Program;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.wire.Body;
import dev.lading.conformance.bench.wire.Content;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.Response;
import dev.lading.conformance.bench.wire.UnexpectedAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * {@value GarbageTree#GARBAGE} blobs and manifests of twice as many are removed: by
 * docker-registry, which has to be stopped for it, and by Lading while clients pull and push. Both
 * leave the same bytes; Lading removes the links to them as well.
 */
record GarbageSweep() implements Row {
  private static final double MIB = 1024 * 1024;
  private static final int PULLS_PER_SECOND = 100;
  private static final int PUSHES_PER_SECOND = 20;
  private static final int IDLE_ROUNDS = 5;
  private static final int ROUND_SECONDS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "garbage-sweep";
  }

  @Override
  public String work() {
    return "half of 100,000 blobs and 10,000 manifests are removed, beside 100 pulls/s and 20 pushes/s";
  }

  /** Half a million files are made and linked before anything is measured. */
  @Override
  public Duration limit() {
    return Duration.ofMinutes(10);
  }

  /** The p99 of each round, in milliseconds. */
  private record Traffic(List<Double> pulls, List<Double> pushes) {}

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    GarbageTree tree = subjects.garbageTree();
    Path theirs = subjects.newRoot("garbage-docker-registry");
    Path ours = subjects.newRoot("garbage-lading");
    tree.linkTo(theirs);
    tree.linkTo(ours);
    Program.Ended offline = Program.run(subjects.offlineCollection(theirs));
    var spec = subjects.ladingCollecting(ours);
    try (Server server = Server.start(spec)) {
      Traffic warm = traffic(server, rounds(2));
      Traffic idle = traffic(server, rounds(IDLE_ROUNDS));
      long before = server.usage().peakBytes();
      try (Program collection = Program.start(subjects.collection(spec))) {
        Traffic beside = traffic(server, collection::isRunning);
        Program.Ended online = collection.end();
        requireSame(theirs, ours, warm, idle, beside);
        return figures(offline, online, idle, beside, before, server.usage().peakBytes());
      }
    }
  }

  private static List<Figure> figures(
      Program.Ended offline,
      Program.Ended online,
      Traffic idle,
      Traffic beside,
      long before,
      long after) {
    double ratio = online.took().toNanos() / (double) offline.took().toNanos();
    return List.of(
        seconds("docker-registry garbage-collect", offline.took()),
        seconds("Lading, online", online.took()),
        Figure.of("Lading / docker-registry, time", Quartiles.single(ratio), Unit.RATIO),
        mebibytes("docker-registry garbage-collect, VmHWM", offline.peakBytes()),
        mebibytes("Lading before, VmHWM", before),
        mebibytes("Lading after, VmHWM", after),
        Figure.of("pulls idle, p99", Quartiles.of(idle.pulls()), Unit.MILLISECONDS),
        Figure.of("pulls beside the sweep, p99", Quartiles.of(beside.pulls()), Unit.MILLISECONDS),
        ratio("pulls beside / idle", beside.pulls(), idle.pulls()),
        Figure.of("pushes idle, p99", Quartiles.of(idle.pushes()), Unit.MILLISECONDS),
        Figure.of("pushes beside the sweep, p99", Quartiles.of(beside.pushes()), Unit.MILLISECONDS),
        ratio("pushes beside / idle", beside.pushes(), idle.pushes()));
  }

  private static Figure ratio(String what, List<Double> above, List<Double> below) {
    double ratio = Quartiles.of(above).median() / Quartiles.of(below).median();
    return Figure.bounded(what, Quartiles.single(ratio), Unit.RATIO, new Bound.AtMost(1.5));
  }

  private static Figure seconds(String what, Duration took) {
    return Figure.of(what, Quartiles.single(took.toNanos() / 1e9), Unit.SECONDS);
  }

  private static Figure mebibytes(String what, long bytes) {
    return Figure.of(what, Quartiles.single(bytes / MIB), Unit.MEBIBYTES);
  }

  /** What was pushed meanwhile is in ours only. */
  private static void requireSame(Path theirs, Path ours, Traffic... traffic) throws IOException {
    int rounds = List.of(traffic).stream().mapToInt(each -> each.pulls().size()).sum();
    long left = GarbageTree.count(theirs);
    long pushed = (long) rounds * ROUND_SECONDS * PUSHES_PER_SECOND;
    if (left != GarbageTree.IMAGES * (GarbageTree.BLOBS + 1L) - GarbageTree.GARBAGE
        || GarbageTree.count(ours) != left + pushed) {
      throw new UnexpectedAnswer(
          "docker-registry leaves %d, Lading %d with %d pushed"
              .formatted(left, GarbageTree.count(ours), pushed));
    }
  }

  private static BooleanSupplier rounds(int rounds) {
    var left = new int[] {rounds};
    return () -> left[0]-- > 0;
  }

  private static Traffic traffic(Server server, BooleanSupplier goesOn)
      throws IOException, InterruptedException {
    var traffic = new Traffic(new ArrayList<>(), new ArrayList<>());
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      while (goesOn.getAsBoolean()) {
        Future<Latencies> pushes =
            thread.submit(() -> loop(PUSHES_PER_SECOND).run(server.port(), new Pushes()));
        traffic
            .pulls()
            .add(loop(PULLS_PER_SECOND).run(server.port(), new Pulls()).percentileMillis(99));
        traffic.pushes().add(pushes.get().percentileMillis(99));
      }
    } catch (ExecutionException e) {
      throw new IOException("a push failed: " + e.getCause(), e.getCause());
    }
    return traffic;
  }

  private static OpenLoop loop(int perSecond) {
    return new OpenLoop(perSecond, perSecond * ROUND_SECONDS, PATIENCE);
  }

  private record Pulls() implements OpenLoop.Script {
    @Override
    public Request request(int i) {
      return Request.get(GarbageTree.keptPath(i));
    }

    @Override
    public void check(int i, Response response) {
      response.expect(200);
    }
  }

  /** Blobs that nobody pushed before. */
  private record Pushes() implements OpenLoop.Script {
    @Override
    public Request request(int i) {
      Content blob = Content.of(("pushed at " + System.nanoTime() + ", " + i).getBytes(US_ASCII));
      return new Request(
          "POST",
          "/v2/garbage/pushed/blobs/uploads/?digest=" + blob.digest(),
          new Body.Bytes(blob.bytes()));
    }

    @Override
    public void check(int i, Response response) {
      response.expect(201);
    }
  }
}
