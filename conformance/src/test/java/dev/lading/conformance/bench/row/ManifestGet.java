package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Contender;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Samples;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A manifest by its tag; nginx serves the same file under its own path. */
record ManifestGet() implements Row {
  @Override
  public String name() {
    return "manifest-get";
  }

  @Override
  public String work() {
    return "manifest GET by tag, wrk -c16";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    String digest = subjects.tree().manifest();
    var byTag = new WrkLoad("/v2/" + Tree.APP + "/manifests/" + Tree.APP_TAG, digest, 1);
    List<Contender> contenders =
        new ArrayList<>(List.of(byTag.on(subjects.lading(), plan.burst())));
    for (Server registry : subjects.registries()) {
      contenders.add(byTag.on(registry, plan.burst()));
    }
    contenders.add(
        new WrkLoad(Tree.nginxPath(digest), digest, 1).on(subjects.nginx(), plan.burst()));
    Samples samples = plan.pairs().measure(contenders);
    List<Figure> figures = new ArrayList<>(samples.speeds(Unit.REQUESTS_PER_SECOND));
    figures.add(
        samples.speedRatio(Subjects.LADING, Subjects.DOCKER_REGISTRY, new Bound.AtLeast(15)));
    figures.add(samples.speedRatio(Subjects.LADING, Subjects.NGINX, new Bound.AtLeast(0.45)));
    return figures;
  }
}
