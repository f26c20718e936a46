package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Latencies;
import dev.lading.conformance.bench.measure.OpenLoop;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.Response;
import dev.lading.conformance.bench.wire.UnexpectedAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Pages of {@value #PAGE} names at random places of a long list, at a fixed rate. */
record Listing(String name, String work, String path, int names, IntFunction<String> nameAt)
    implements Row {
  private static final int PAGE = 1000;
  private static final int PER_SECOND = 100;
  private static final int P99_MILLIS = 20;

  /**
   * Other registries read the whole directory for each page, so they get a rate they can follow.
   */
  private static final int OTHERS_PER_SECOND = 1;

  private static final int OTHERS_REQUESTS = 8;

  /** The longest script. */
  private static final int MOST_PAGES = 10_000;

  /** How many pages are read one after the other before anything is counted. */
  private static final int WARM_UP_PAGES = 200;

  static Listing tags() {
    return new Listing(
        "tags-page",
        "page of 1000 of 100 000 tags, 100 req/s",
        "/v2/" + Tree.TAGGED + "/tags/list",
        Tree.TAGS,
        Tree::tag);
  }

  static Listing catalog() {
    return new Listing(
        "catalog-page",
        "page of 1000 of 10 000 repositories, 100 req/s",
        "/v2/_catalog",
        Tree.REPOSITORIES,
        Tree::repository);
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    Server lading = subjects.lading();
    var cold = Quartiles.single(warmUp(lading));
    Latencies ours =
        drive(
            lading, new OpenLoop(PER_SECOND, plan.listingRequests(), Duration.ofSeconds(10)), true);
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of("Lading, first page", cold, Unit.MILLISECONDS));
    figures.add(Figure.of("Lading, p50", ours.percentile(50), Unit.MILLISECONDS));
    figures.add(
        Figure.bounded(
            "Lading, p99", ours.percentile(99), Unit.MILLISECONDS, new Bound.AtMost(P99_MILLIS)));
    figures.add(Figure.of("Lading, longest", ours.percentile(100), Unit.MILLISECONDS));
    for (Server registry : subjects.registries()) {
      var slowly = new OpenLoop(OTHERS_PER_SECOND, OTHERS_REQUESTS, Duration.ofMinutes(1));
      Latencies theirs = drive(registry, slowly, false);
      String what = registry.name() + ", p50 at " + OTHERS_PER_SECOND + " req/s";
      figures.add(Figure.of(what, theirs.percentile(50), Unit.MILLISECONDS));
    }
    return figures;
  }

  /** Reads pages one by one; returns the milliseconds of the very first. */
  private double warmUp(Server server) throws IOException {
    var script = new Pages(new Random(1), true);
    try (Connection connection = server.connect()) {
      long began = System.nanoTime();
      script.check(0, connection.exchange(script.request(0)));
      double first = (System.nanoTime() - began) / 1e6;
      for (int i = 1; i < WARM_UP_PAGES; i++) {
        script.check(i, connection.exchange(script.request(i)));
      }
      return first;
    }
  }

  private Latencies drive(Server server, OpenLoop loop, boolean exact)
      throws IOException, InterruptedException {
    return loop.run(server.port(), new Pages(new Random(2), exact));
  }

  /**
   * The same random pages for every server: page i begins after the name number {@code
   * places.get(i)}.
   */
  private final class Pages implements OpenLoop.Script {
    private final int[] places;
    private final boolean exact;

    /** docker-registry 2.8 ignores {@code n} and {@code last} of tags: not {@code exact}. */
    private Pages(Random random, boolean exact) {
      this.places = random.ints(MOST_PAGES, 0, names - PAGE - 1).toArray();
      this.exact = exact;
    }

    @Override
    public Request request(int i) {
      return Request.get(path + "?n=" + PAGE + "&last=" + nameAt.apply(places[i]));
    }

    @Override
    public void check(int i, Response response) {
      String text = response.expect(200).text();
      boolean whole = contains(text, places[i] + 1) && contains(text, places[i] + PAGE);
      boolean more = contains(text, places[i]) || contains(text, places[i] + PAGE + 1);
      if (!whole || (exact && more)) {
        String start = text.substring(0, Math.min(200, text.length()));
        throw new UnexpectedAnswer(
            "the page after " + nameAt.apply(places[i]) + " is wrong: " + start);
      }
    }

    private boolean contains(String page, int name) {
      return page.contains('"' + nameAt.apply(name) + '"');
    }
  }
}
