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
import dev.lading.conformance.bench.wire.UniqueFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One client uploads 256 MiB that nobody has seen, as docker does: POST, PATCH, PUT. The blob is
 * removed again.
 */
record BlobPut(String name, String work, boolean isStrict, double ofDockerRegistry) implements Row {
  private static final String HASH = "SHA-256 on one core";
  private static final long BYTES = 1L << 28;
  private static final double GIB = 1L << 30;

  static BlobPut strict() {
    return new BlobPut("blob-put-strict", "blob PUT 256 MiB, strict", true, 2.5);
  }

  static BlobPut relaxed() {
    return new BlobPut("blob-put-relaxed", "blob PUT 256 MiB, relaxed", false, 3.5);
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    try (var file =
        UniqueFile.create(subjects.directory().resolve("upload"), BYTES, new Random())) {
      Server lading = isStrict ? subjects.lading() : subjects.ladingRelaxed();
      List<Server> servers = new ArrayList<>(List.of(lading));
      servers.addAll(subjects.writableRegistries());
      for (Server server : servers) {
        verifyOnce(server, file);
      }
      List<Contender> contenders = new ArrayList<>();
      servers.forEach(s -> contenders.add(new Contender(s, () -> upload(s, file))));
      contenders.add(new Contender(HASH, BlobPut::threadCpu, () -> hash(file)));
      Samples samples = plan.pairs().measure(contenders);
      List<Figure> figures = new ArrayList<>(samples.speeds(Unit.GIB_PER_SECOND));
      figures.addAll(samples.cpu(Unit.CPU_SECONDS_PER_GIB));
      var bound = new Bound.AtLeast(ofDockerRegistry);
      figures.add(samples.speedRatio(lading.name(), Subjects.DOCKER_REGISTRY, bound));
      figures.add(samples.speedRatio(lading.name(), HASH));
      return figures;
    }
  }

  /** What no upload can exceed: the JDK's hash alone, over the same bytes. */
  private static Contender.Work hash(UniqueFile file) throws IOException {
    long began = System.nanoTime();
    file.hash();
    return new Contender.Work(BYTES / GIB, (System.nanoTime() - began) / 1e9);
  }

  private static Duration threadCpu() {
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }

  private static void verifyOnce(Server server, UniqueFile file) throws IOException {
    String digest = file.next();
    try (Connection connection = server.connect()) {
      var push = new Push(connection, Tree.PUSHED);
      push.blob(digest, file.body());
      push.verifyBlob(digest);
    }
    Tree.removeBlob(server.root(), digest);
  }

  private static Contender.Work upload(Server server, UniqueFile file) throws IOException {
    String digest = file.next();
    try (Connection connection = server.connect()) {
      long began = System.nanoTime();
      new Push(connection, Tree.PUSHED).blob(digest, file.body());
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Contender.Work(BYTES / GIB, seconds);
    } finally {
      Tree.removeBlob(server.root(), digest);
    }
  }
}
