package dev.lading.conformance.bench.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** One manifest by its tag: from nobody, by a password with each request, and by a token. */
record LoggedInGet() implements Row {
  private static final String BASIC = "Lading, Basic";
  private static final String TOKEN = "Lading, token";
  private static final String TAG = "logged-in";
  private static final String PATH = "/v2/" + Tree.PUSHED + "/manifests/" + TAG;
  private static final String PASSWORD = "bench password";
  private static final int COST = 10;

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
    Server asking = subjects.ladingWithLogins(users());
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
                    contender(BASIC, asking, image, authorization(basic()), plan),
                    contender(TOKEN, asking, image, authorization(token(asking)), plan)));
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

  private static String token(Server server) throws IOException {
    String path = "/auth/token?service=lading&scope=repository:" + Tree.PUSHED + ":pull";
    try (Connection connection = server.connect()) {
      byte[] answer =
          connection
              .exchange(new Request("GET", path, authorization(basic()), Body.none()))
              .expect(200)
              .body();
      return "Bearer " + new ObjectMapper().readTree(answer).path("token").asText();
    }
  }

  private static Map<String, String> authorization(String value) {
    return Map.of("Authorization", value);
  }

  private static String basic() {
    byte[] pair = ("bench:" + PASSWORD).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String users() {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return "bench:" + OpenBSDBCrypt.generate("2y", PASSWORD.getBytes(UTF_8), salt, COST) + "\n";
  }
}
