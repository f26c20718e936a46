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
import dev.lading.conformance.bench.wire.UniqueFile;
import dev.lading.conformance.support.S3Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One client and a blob of 32 MiB, over an S3 server that both registries share. */
record BucketBlob(String name, String work, boolean isPush) implements Row {
  private static final long BYTES = 32L << 20;
  private static final double GIB = 1L << 30;
  private static final int DOWNLOADS = 4;

  static BucketBlob push() {
    return new BucketBlob("s3-push", "blob PUT 32 MiB over S3", true);
  }

  static BucketBlob pull() {
    return new BucketBlob("s3-pull", "blob GET 32 MiB over S3, passed through", false);
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    try (S3Server bucket = S3Server.start(subjects.directory());
        var file =
            UniqueFile.create(subjects.directory().resolve("s3-upload"), BYTES, new Random())) {
      List<Server> servers = subjects.onBucket(name, bucket, bucket.url());
      Map<Server, String> digests = new HashMap<>();
      for (Server server : servers) {
        digests.put(server, verified(server, file));
      }
      List<Contender> contenders = new ArrayList<>();
      for (Server server : servers) {
        String digest = digests.getOrDefault(server, "");
        contenders.add(
            new Contender(server, () -> isPush ? upload(server, file) : download(server, digest)));
      }
      Samples samples = plan.pairs().measure(contenders);
      List<Figure> figures = new ArrayList<>(samples.speeds(Unit.GIB_PER_SECOND));
      figures.addAll(samples.cpu(Unit.CPU_SECONDS_PER_GIB));
      figures.add(
          samples.speedRatio(Subjects.LADING, Subjects.DOCKER_REGISTRY, new Bound.AtLeast(1)));
      return figures;
    }
  }

  private static String verified(Server server, UniqueFile file) throws IOException {
    String digest = file.next();
    try (Connection connection = server.connect()) {
      var push = new Push(connection, Tree.PUSHED);
      push.blob(digest, file.body());
      push.verifyBlob(digest);
    }
    return digest;
  }

  private static Contender.Work upload(Server server, UniqueFile file) throws IOException {
    String digest = file.next();
    try (Connection connection = server.connect()) {
      long began = System.nanoTime();
      new Push(connection, Tree.PUSHED).blob(digest, file.body());
      return new Contender.Work(BYTES / GIB, (System.nanoTime() - began) / 1e9);
    } finally {
      Tree.removeBlob(server.root(), digest);
    }
  }

  private static Contender.Work download(Server server, String digest) throws IOException {
    try (Connection connection = server.connect()) {
      long began = System.nanoTime();
      for (int i = 0; i < DOWNLOADS; i++) {
        connection
            .exchange(Request.get("/v2/" + Tree.PUSHED + "/blobs/" + digest), _ -> {})
            .expect(200);
      }
      return new Contender.Work(DOWNLOADS * BYTES / GIB, (System.nanoTime() - began) / 1e9);
    }
  }
}
