package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Contender;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Samples;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.wire.Wrk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /v2/}: what the edge alone costs. */
record Ping() implements Row {
  @Override
  public String name() {
    return "ping";
  }

  @Override
  public String work() {
    return "GET /v2/, wrk -c16";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    List<Server> servers = new ArrayList<>(List.of(subjects.lading()));
    servers.addAll(subjects.registries());
    List<Contender> contenders = servers.stream().map(server -> contender(server, plan)).toList();
    Samples samples = plan.pairs().measure(contenders);
    List<Figure> figures = new ArrayList<>(samples.speeds(Unit.REQUESTS_PER_SECOND));
    figures.add(
        samples.speedRatio(Subjects.LADING, Subjects.DOCKER_REGISTRY, new Bound.AtLeast(1)));
    return figures;
  }

  private static Contender contender(Server server, Plan plan) {
    return new Contender(
        server,
        () -> {
          Wrk done = Wrk.run(server.port(), "/v2/", plan.burst());
          return new Contender.Work(done.requests(), done.seconds());
        });
  }
}
