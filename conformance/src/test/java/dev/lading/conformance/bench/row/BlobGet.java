package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Contender;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Samples;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Push;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.UnexpectedAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Downloads: 1 MiB by sixteen connections, or 256 MiB again and again on one. */
record BlobGet(String name, String work, long bytes, double ofNginx) implements Row {
  private static final double GIB = 1L << 30;

  /** Enough repetitions of the large blob that a CPU tick of 10 ms is below two percent. */
  private static final int REPETITIONS = 8;

  static BlobGet small() {
    return new BlobGet("blob-get-1m", "blob GET 1 MiB, wrk -c16", 1L << 20, 0.85);
  }

  static BlobGet large() {
    return new BlobGet("blob-get-256m", "blob GET 256 MiB, 1 connection", 1L << 28, 0.95);
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    String digest = isSmall() ? subjects.tree().smallBlob() : subjects.tree().largeBlob();
    String path = "/v2/" + Tree.APP + "/blobs/" + digest;
    List<Contender> contenders =
        new ArrayList<>(List.of(contender(subjects.lading(), path, digest, plan)));
    for (Server registry : subjects.registries()) {
      contenders.add(contender(registry, path, digest, plan));
    }
    contenders.add(contender(subjects.nginx(), Tree.nginxPath(digest), digest, plan));
    Samples samples = plan.pairs().measure(contenders);
    List<Figure> figures = new ArrayList<>(samples.speeds(Unit.GIB_PER_SECOND));
    figures.addAll(samples.cpu(Unit.CPU_SECONDS_PER_GIB));
    figures.add(samples.speedRatio(Subjects.LADING, Subjects.NGINX, new Bound.AtLeast(ofNginx)));
    figures.add(
        samples.speedRatio(Subjects.LADING, Subjects.DOCKER_REGISTRY, new Bound.AtLeast(1)));
    figures.add(samples.cpuRatio(Subjects.LADING, Subjects.DOCKER_REGISTRY, new Bound.AtMost(1)));
    return figures;
  }

  private boolean isSmall() {
    return bytes == small().bytes();
  }

  private Contender contender(Server server, String path, String digest, Plan plan)
      throws IOException {
    if (isSmall()) {
      return new WrkLoad(path, digest, bytes / GIB).on(server, plan.burst());
    }
    try (Connection connection = server.connect()) {
      Push.verify(connection, path, digest);
    }
    return new Contender(server, () -> download(server, path));
  }

  private Contender.Work download(Server server, String path) throws IOException {
    try (Connection connection = server.connect()) {
      long received = 0;
      long began = System.nanoTime();
      for (int i = 0; i < REPETITIONS; i++) {
        var count = new Counter();
        connection.exchange(Request.get(path), count).expect(200);
        received += count.bytes;
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      if (received != REPETITIONS * bytes) {
        throw new UnexpectedAnswer(
            path + " gave " + received + " bytes in " + REPETITIONS + " downloads");
      }
      return new Contender.Work(received / GIB, seconds);
    }
  }

  /** Throws the bytes away. */
  private static final class Counter implements Connection.Sink {
    private long bytes;

    @Override
    public void accept(ByteBuffer piece) {
      bytes += piece.remaining();
    }
  }
}
