package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.server.Subjects;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One row of the benchmark. */
public sealed interface Row
    permits BadLogins,
        BlobGet,
        BlobGetTls,
        BlobPut,
        BucketBlob,
        BucketPublish,
        BucketRequests,
        EnforcedGet,
        GarbageSweep,
        IdleConnections,
        ImagePush,
        Listing,
        LoggedInGet,
        ManifestGet,
        MemoryAfter,
        MemoryIdle,
        Ping,
        PullAndUnpack,
        RunStart,
        SignedRepositories,
        StartUp,
        TrustPublish {
  /** For {@code --row}. */
  String name();

  /** The work, in the words of the report. */
  String work();

  /**
   * Measures. Throws {@link dev.lading.conformance.bench.wire.UnexpectedAnswer} when a server
   * answers wrongly, in which case the row counts as missed.
   */
  List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException;

  /** What is not done by then is ended and counts as missed. */
  default Duration limit() {
    return Duration.ofMinutes(3);
  }

  /**
   * All rows in the order in which they run: first those that start servers of their own on the
   * shared tree, then the one that looks at what the others left behind, last those with servers
   * over a bucket.
   */
  static List<Row> all() {
    return List.of(
        new StartUp(),
        new MemoryIdle(),
        new Ping(),
        new ManifestGet(),
        new LoggedInGet(),
        new BadLogins(),
        new EnforcedGet(),
        new TrustPublish(),
        new SignedRepositories(),
        new GarbageSweep(),
        BlobGet.small(),
        BlobGet.large(),
        new BlobGetTls(),
        BlobPut.strict(),
        BlobPut.relaxed(),
        new ImagePush(),
        Listing.tags(),
        Listing.catalog(),
        new PullAndUnpack(),
        new RunStart(),
        new IdleConnections(),
        new MemoryAfter(),
        BucketBlob.push(),
        BucketBlob.pull(),
        new BucketPublish(),
        new BucketRequests());
  }
}
