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
import dev.lading.conformance.bench.wire.Body;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Image;
import dev.lading.conformance.bench.wire.Push;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.Response;
import dev.lading.conformance.bench.wire.UnexpectedAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What those who are logged in notice of a thousand bad logins a second, half of them for a user
 * that there is, from {@value #ADDRESSES} addresses. To tell what is owed to the logins from what
 * is owed to any thousand requests, there is a third figure with as many that need no password.
 */
record BadLogins() implements Row {
  private static final String TAG = "bad-logins";
  private static final String PATH = "/v2/" + Tree.PUSHED + "/manifests/" + TAG;
  private static final int PER_SECOND = 200;
  private static final int BAD_PER_SECOND = 1000;
  private static final int SECONDS = 4;
  private static final int ADDRESSES = 250;
  private static final int BUFFER_BYTES = 4096;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Override
  public String name() {
    return "bad-logins";
  }

  @Override
  public String work() {
    return "manifest GET with a token or Basic, 200 req/s, beside 1000 bad logins/s";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    Server server = subjects.ladingWithLogins(Account.users());
    try (Connection connection = server.connect()) {
      new Push(connection, Tree.PUSHED).contents(Image.random(1, 1000, new Random()), TAG);
    }
    var known = new Known(List.of(Account.byToken(server), Account.byPassword()));
    List<Double> alone = new ArrayList<>();
    List<Double> attacked = new ArrayList<>();
    List<Double> busy = new ArrayList<>();
    for (int round = -1; round < plan.pairs().rounds(); round++) {
      double first = p99(server, known);
      double second = p99(server, known, new Strangers());
      double third = p99(server, known, new Passers());
      if (round >= 0) {
        alone.add(first);
        attacked.add(second);
        busy.add(third);
      }
    }
    return List.of(
        Figure.of("alone, p99", Quartiles.of(alone), Unit.MILLISECONDS),
        Figure.of("beside bad logins, p99", Quartiles.of(attacked), Unit.MILLISECONDS),
        Figure.of("beside 1000 GET /v2/ for nobody, p99", Quartiles.of(busy), Unit.MILLISECONDS),
        Figure.bounded(
            "beside bad logins / alone", ratio(attacked, alone), Unit.RATIO, new Bound.AtMost(1.5)),
        Figure.of("beside bad logins / beside GET /v2/", ratio(attacked, busy), Unit.RATIO));
  }

  private static Quartiles ratio(List<Double> above, List<Double> below) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < above.size(); i++) {
      ratios.add(above.get(i) / below.get(i));
    }
    return Quartiles.of(ratios);
  }

  private static double p99(Server server, Known known) throws IOException, InterruptedException {
    return new OpenLoop(PER_SECOND, PER_SECOND * SECONDS, PATIENCE)
        .run(server.port(), known)
        .percentileMillis(99);
  }

  private static double p99(Server server, Known known, OpenLoop.Script beside)
      throws IOException, InterruptedException {
    var others = new OpenLoop(BAD_PER_SECOND, BAD_PER_SECOND * SECONDS, PATIENCE);
    var addresses = new AtomicInteger();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Latencies> running =
          thread.submit(() -> others.run(() -> dial(server, addresses), beside));
      double p99 = p99(server, known);
      running.get();
      return p99;
    } catch (ExecutionException e) {
      throw new IOException("the others failed: " + e.getCause(), e.getCause());
    }
  }

  private static Connection dial(Server server, AtomicInteger addresses) throws IOException {
    byte last = (byte) (1 + addresses.getAndIncrement() % ADDRESSES);
    InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 1, last});
    return Connection.open(server.port(), BUFFER_BYTES, from);
  }

  /** Who may, by a token or a password in turns. */
  private record Known(List<Map<String, String>> ways) implements OpenLoop.Script {
    @Override
    public Request request(int i) {
      return new Request("GET", PATH, ways.get(i % ways.size()), Body.none());
    }

    @Override
    public void check(int i, Response response) {
      response.expect(200);
    }
  }

  /** Those with a wrong password or a wrong name. */
  private record Strangers() implements OpenLoop.Script {
    @Override
    public Request request(int i) {
      String name = i % 2 == 0 ? Account.NAME : "stranger-" + i;
      return new Request("GET", "/v2/", Account.basic(name, "guess " + i), Body.none());
    }

    @Override
    public void check(int i, Response response) {
      if (response.status() != 401 && response.status() != 429) {
        throw new UnexpectedAnswer("a wrong password was answered with " + response.status());
      }
    }
  }

  /** Those who only look for where to log in. */
  private record Passers() implements OpenLoop.Script {
    @Override
    public Request request(int i) {
      return Request.get("/v2/");
    }

    @Override
    public void check(int i, Response response) {
      response.expect(401);
    }
  }
}
