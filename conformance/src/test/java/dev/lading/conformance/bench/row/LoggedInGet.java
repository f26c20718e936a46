package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Contender;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Samples;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Body;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Content;
import dev.lading.conformance.bench.wire.Image;
import dev.lading.conformance.bench.wire.Push;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.UnexpectedAnswer;
import dev.lading.conformance.bench.wire.Wrk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One manifest by its tag: from nobody, by a password with each request, and by a token. */
record LoggedInGet() implements Row {
  private static final String BASIC = "Lading, Basic";
  private static final String TOKEN = "Lading, token";
  private static final String TAG = "logged-in";
  private static final String PATH = "/v2/" + Tree.PUSHED + "/manifests/" + TAG;

  @Override
  public String name() {
    return "manifest-get-logged-in";
  }

  @Override
  public String work() {
    return "manifest GET by tag with credentials, wrk -c16";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    Image image = Image.random(1, 1000, new Random());
    Server open = subjects.lading();
    Server asking = subjects.ladingWithLogins(Account.users());
    for (Server server : List.of(open, asking)) {
      try (Connection connection = server.connect()) {
        new Push(connection, Tree.PUSHED).contents(image, TAG);
      }
    }
    Samples samples =
        plan.pairs()
            .measure(
                List.of(
                    contender(Subjects.LADING, open, image, Map.of(), plan),
                    contender(BASIC, asking, image, Account.byPassword(), plan),
                    contender(TOKEN, asking, image, Account.byToken(asking), plan)));
    List<Figure> figures = new ArrayList<>(samples.speeds(Unit.REQUESTS_PER_SECOND));
    figures.add(samples.speedRatio(BASIC, Subjects.LADING, new Bound.AtLeast(0.7)));
    figures.add(samples.speedRatio(TOKEN, Subjects.LADING, new Bound.AtLeast(0.7)));
    return figures;
  }

  private static Contender contender(
      String name, Server server, Image image, Map<String, String> headers, Plan plan)
      throws IOException {
    verify(server, image, headers);
    return new Contender(
        name,
        () -> server.usage().cpu(),
        () -> {
          Wrk done = Wrk.run(server.port(), PATH, plan.burst(), headers);
          return new Contender.Work(done.requests(), done.seconds());
        });
  }

  private static void verify(Server server, Image image, Map<String, String> headers)
      throws IOException {
    try (Connection connection = server.connect()) {
      byte[] got =
          connection.exchange(new Request("GET", PATH, headers, Body.none())).expect(200).body();
      if (!Content.of(got).digest().equals(image.manifest().digest())) {
        throw new UnexpectedAnswer("another manifest than was pushed");
      }
    }
  }
}
