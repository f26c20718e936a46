package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Contender;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Samples;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Curl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** 256 MiB again and again over one encrypted connection. */
record BlobGetTls() implements Row {
  private static final long BYTES = 1L << 28;
  private static final int REPETITIONS = 8;
  private static final double GIB = 1L << 30;

  @Override
  public String name() {
    return "blob-get-tls";
  }

  @Override
  public String work() {
    return "blob GET 256 MiB over TLS 1.3, curl, 1 connection";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    String digest = subjects.tree().largeBlob();
    String path = "/v2/" + Tree.APP + "/blobs/" + digest;
    List<Contender> contenders = new ArrayList<>();
    for (Server server : subjects.overTls()) {
      Curl.verify(server.port(), path, digest);
      contenders.add(new Contender(server, () -> download(server, path)));
    }
    Samples samples = plan.pairs().measure(contenders);
    List<Figure> figures = new ArrayList<>(samples.speeds(Unit.GIB_PER_SECOND));
    figures.addAll(samples.cpu(Unit.CPU_SECONDS_PER_GIB));
    figures.add(
        samples.speedRatio(Subjects.LADING, Subjects.DOCKER_REGISTRY, new Bound.AtLeast(1)));
    figures.add(samples.cpuRatio(Subjects.LADING, Subjects.DOCKER_REGISTRY, new Bound.AtMost(1)));
    return figures;
  }

  private static Contender.Work download(Server server, String path) throws IOException {
    long began = System.nanoTime();
    Curl.download(server.port(), path, REPETITIONS, BYTES);
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Contender.Work(REPETITIONS * BYTES / GIB, seconds);
  }
}
