package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Samples;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Image;
import dev.lading.conformance.bench.wire.Push;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.TrustAuthor;
import dev.lading.content.Digest;
import dev.lading.trust.Gun;
import dev.lading.trust.metadata.Target;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One signed manifest by its tag, where nothing is asked and where only what is signed leaves. */
record EnforcedGet() implements Row {
  private static final String TAG = "signed";
  private static final String PATH = "/v2/" + Tree.PUSHED + "/manifests/" + TAG;

  @Override
  public String name() {
    return "manifest-get-enforced";
  }

  @Override
  public String work() {
    return "manifest GET by tag under trust.policies, wrk -c16";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    Image image = Image.random(1, 1000, new Random());
    Server open = subjects.lading();
    Server enforcing = subjects.ladingEnforcing();
    for (Server server : List.of(open, enforcing)) {
      try (Connection connection = server.connect()) {
        new Push(connection, Tree.PUSHED).contents(image, TAG);
      }
    }
    sign(enforcing, image);
    String digest = image.manifest().digest();
    Samples samples =
        plan.pairs()
            .measure(
                List.of(
                    new WrkLoad(PATH, digest, 1).on(open, plan.burst()),
                    new WrkLoad(PATH, digest, 1).on(enforcing, plan.burst())));
    List<Figure> figures = new ArrayList<>(samples.speeds(Unit.REQUESTS_PER_SECOND));
    figures.add(samples.speedRatio(Subjects.ENFORCING, Subjects.LADING, new Bound.AtLeast(0.9)));
    return figures;
  }

  /** Refused before, or else nothing is enforced. */
  private static void sign(Server server, Image image) throws IOException {
    var author =
        new TrustAuthor(
            Gun.parse(Subjects.TRUST_HOST + "/" + Tree.PUSHED), Instant.now(), new SecureRandom());
    Target target =
        Target.of(Digest.parse(image.manifest().digest()), image.manifest().bytes().length);
    try (Connection connection = server.connect()) {
      connection.exchange(Request.get(PATH)).expect(403);
      author.begin(connection, Map.of(TAG, target));
    }
  }
}
