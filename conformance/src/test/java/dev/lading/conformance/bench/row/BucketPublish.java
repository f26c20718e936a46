package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Tree;
import dev.lading.conformance.bench.wire.Connection;
import dev.lading.conformance.bench.wire.Push;
import dev.lading.conformance.bench.wire.UniqueFile;
import dev.lading.conformance.support.S3Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How long a client waits for the answer to its closing request once a store that has no rename has
 * all bytes of 1 GiB.
 */
record BucketPublish() implements Row {
  private static final long BYTES = 1L << 30;
  private static final int REPETITIONS = 3;
  private static final double LONGEST_SECONDS = 10;

  @Override
  public String name() {
    return "s3-publish";
  }

  @Override
  public String work() {
    return "closing an upload of 1 GiB over S3";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    try (S3Server bucket = S3Server.start(subjects.directory());
        var file =
            UniqueFile.create(subjects.directory().resolve("s3-gibibyte"), BYTES, new Random())) {
      Server server = subjects.onBucket(name(), bucket, bucket.url()).getFirst();
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < REPETITIONS; i++) {
        seconds.add(secondsToClose(server, file));
      }
      return List.of(
          Figure.bounded(
              server.name(),
              Quartiles.of(seconds),
              Unit.SECONDS,
              new Bound.AtMost(LONGEST_SECONDS)));
    }
  }

  private static double secondsToClose(Server server, UniqueFile file) throws IOException {
    String digest = file.next();
    try (Connection connection = server.connect()) {
      var push = new Push(connection, Tree.PUSHED);
      String location = push.uploaded(file.body());
      long began = System.nanoTime();
      push.close(location, digest);
      return (System.nanoTime() - began) / 1e9;
    } finally {
      Tree.removeBlob(server.root(), digest);
    }
  }
}
