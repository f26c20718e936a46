package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Contender;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Samples;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.TrustAuthor;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.trust.Gun;
import dev.lading.trust.metadata.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One more tag for repositories that have a hundred, by {@value #AUTHORS} at once. Updates are
 * signed before the time is taken. notary-server keeps everything in memory and never waits for a
 * disk; Lading's publications are durable before they are answered, with the arithmetic of a signer
 * in plain Java. The bound is what that may cost.
 */
record TrustPublish() implements Row {
  private static final int AUTHORS = 4;
  private static final int UPDATES = 60;
  private static final int TAGS = 100;

  @Override
  public String name() {
    return "trust-publish";
  }

  @Override
  public String work() {
    return "publications of trust data with 100 tags, 4 at once";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    Server lading = subjects.ladingEnforcing();
    Server notary = subjects.notaryServer();
    Samples samples =
        plan.pairs()
            .measure(
                List.of(
                    new Contender(lading, new Updates(lading)),
                    new Contender(notary, new Updates(notary))));
    List<Figure> figures = new ArrayList<>(samples.speeds(Unit.PUBLICATIONS_PER_SECOND));
    figures.add(
        samples.speedRatio(Subjects.ENFORCING, Subjects.NOTARY_SERVER, new Bound.AtLeast(0.3)));
    return figures;
  }

  /** Each author has a repository of its own, and goes on where the last round ended. */
  private static final class Updates implements Contender.Load {
    private final Server server;
    private final List<TrustAuthor> authors = new ArrayList<>();
    private final Map<String, Target> tags = new HashMap<>();
    private int round;

    private Updates(Server server) throws IOException {
      this.server = server;
      for (int i = 0; i < TAGS; i++) {
        tags.put("t-" + i, target("t-" + i));
      }
      try (Connection connection = server.connect()) {
        for (int i = 0; i < AUTHORS; i++) {
          Gun gun = Gun.parse(Subjects.TRUST_HOST + "/publish/r-" + i);
          var author = new TrustAuthor(gun, Instant.now(), new SecureRandom());
          author.begin(connection, tags);
          authors.add(author);
        }
      }
    }

    @Override
    public Contender.Work run() throws IOException, InterruptedException {
      round++;
      List<List<Request>> updates = authors.stream().map(this::next).toList();
      try (ExecutorService threads = Executors.newFixedThreadPool(AUTHORS)) {
        long began = System.nanoTime();
        List<Callable<Void>> tasks = updates.stream().map(this::posting).toList();
        for (Future<Void> done : threads.invokeAll(tasks)) {
          done.get();
        }
        return new Contender.Work(AUTHORS * UPDATES, (System.nanoTime() - began) / 1e9);
      } catch (ExecutionException e) {
        throw new IOException("a publication failed: " + e.getCause(), e.getCause());
      }
    }

    private List<Request> next(TrustAuthor author) {
      List<Request> requests = new ArrayList<>();
      for (int i = 0; i < UPDATES; i++) {
        Map<String, Target> now = new HashMap<>(tags);
        now.put("latest", target("round " + round + " update " + i));
        requests.add(author.update(now));
      }
      return requests;
    }

    private Callable<Void> posting(List<Request> requests) {
      return () -> {
        try (Connection connection = server.connect()) {
          for (Request request : requests) {
            connection.exchange(request).expect(200);
          }
        }
        return null;
      };
    }

    private static Target target(String text) {
      byte[] manifest = text.getBytes(StandardCharsets.UTF_8);
      return Target.of(Digest.of(Algorithm.SHA256, manifest), manifest.length);
    }
  }
}
