package dev.lading.gc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.content.Algorithm;
import dev.lading.content.Chunks;
import dev.lading.content.Digest;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.Manifests;
import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A registry's content with a collector, and the words that tests are written in. */
final class World {
  static final RepositoryName REPO = RepositoryName.parse("a/b");
  static final RepositoryName OTHER = RepositoryName.parse("c");
  static final Duration GRACE = Duration.ofHours(24);
  static final GcTerms TERMS = GcTerms.DEFAULT.withGrace(GRACE);

  /** Longer than a grace: what was claimed before is claimed no more. */
  static final Duration DAY = GRACE.plusMinutes(1);

  private static final long INDEX_BYTES = 1 << 20;

  final TestClock clock;
  final StorageDriver driver;
  final ContentStore content;
  private Collector collector;

  private World(StorageDriver driver, TestClock clock, boolean isShared) {
    this(driver, clock, isShared, TERMS);
  }

  private World(StorageDriver driver, TestClock clock, boolean isShared, GcTerms terms) {
    this.clock = clock;
    this.driver = driver;
    AtomicLong ids = new AtomicLong();
    long process = System.identityHashCode(this);
    this.content =
        ContentStore.open(
            driver,
            new ContentStore.Settings(1 << 20, isShared ? 0 : INDEX_BYTES, 1 << 24, terms),
            new ContentStore.Surroundings(
                clock,
                clock,
                () -> new UUID(process, ids.incrementAndGet()),
                Runnable::run,
                clock::pass),
            List.of());
    this.collector = collector(Collector.Settings.of(true));
  }

  static World inMemory() {
    TestClock clock = new TestClock();
    return over(new MemoryDriver(clock), clock);
  }

  static World over(StorageDriver driver, TestClock clock) {
    return new World(driver, clock, false);
  }

  /** One of several processes. */
  static World shared(StorageDriver driver, TestClock clock) {
    return new World(driver, clock, true);
  }

  /** One of several processes, that was configured otherwise. */
  static World shared(StorageDriver driver, TestClock clock, GcTerms terms) {
    return new World(driver, clock, true, terms);
  }

  Collector collector() {
    return collector;
  }

  /** Collects with other settings from now on. */
  World collecting(Collector.Settings settings) {
    collector = collector(settings);
    return this;
  }

  /** Collects like a server that has been up for longer than a grace. */
  World upForADay() {
    clock.pass(DAY);
    return this;
  }

  private Collector collector(Collector.Settings settings) {
    return new Collector(content, settings, new Collector.Surroundings(clock, clock::pass));
  }

  static Collector.Settings untaggedFor(Duration age) {
    Collector.Settings all = Collector.Settings.of(true);
    return new Collector.Settings(
        Optional.of(age), true, all.trashFor(), Retention.NONE, all.uploads(), all.workers(), 0);
  }

  Report run(Collector.Options options) {
    return switch (collector.run(options, Progress.NONE)) {
      case Collector.Result.Done(var report) -> report;
      case Collector.Result.Busy busy -> throw new AssertionError("busy: " + busy);
      case Collector.Result.OtherTerms other -> throw new AssertionError("refused: " + other);
    };
  }

  Report scheduled() {
    return run(Collector.Options.SCHEDULED);
  }

  Report now() {
    return run(Collector.Options.NOW);
  }

  /** Lets all claims age, and removes what nothing needs. */
  Report nowAfterADay() {
    clock.pass(DAY);
    return now();
  }

  static List<Digest> digests(Report report) {
    return report.removed().stream().map(Report.Removed::digest).sorted().toList();
  }

  Digest pushBlob(RepositoryName name, String text) {
    return pushBlob(name, Algorithm.SHA256, text);
  }

  Digest pushBlob(RepositoryName name, Algorithm algorithm, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Digest digest = Digest.of(algorithm, bytes);
    content.uploads().put(name, digest, chunks(bytes));
    return digest;
  }

  /** An image with a config and layers of these texts, which are pushed as well. */
  Digest pushImage(RepositoryName name, String tag, String... blobs) {
    List.of(blobs).forEach(blob -> pushBlob(name, blob));
    return push(name, Tag.parse(tag), image(Optional.empty(), blobs));
  }

  Digest pushUntagged(RepositoryName name, String json) {
    return push(name, Digest.of(Algorithm.SHA256, json.getBytes(UTF_8)), json);
  }

  Digest push(RepositoryName name, Reference reference, String json) {
    return content
        .manifests()
        .put(new Manifests.Push(name, reference, List.of(), Optional.empty(), json.getBytes(UTF_8)))
        .digest();
  }

  /**
   * @param blobs the texts of the config and of the layers
   */
  static String image(Optional<Digest> subject, String... blobs) {
    List<String> all =
        Arrays.stream(blobs).map(text -> descriptor(sha256(text), text.length())).toList();
    return "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":%s,\"layers\":[%s]%s}"
        .formatted(
            all.getFirst(),
            String.join(",", all.subList(1, all.size())),
            subject.map(to -> ",\"subject\":" + descriptor(to, 7)).orElse(""));
  }

  String index(Digest... children) {
    return "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[%s]}"
        .formatted(
            Arrays.stream(children)
                .map(child -> descriptor(child, stored(dataKey(child)).orElseThrow().length))
                .collect(Collectors.joining(",")));
  }

  static String descriptor(Digest digest, long size) {
    return "{\"mediaType\":\"a/type\",\"digest\":\"%s\",\"size\":%d}".formatted(digest, size);
  }

  boolean isPullable(RepositoryName name, Digest blob) {
    return content.blobs().find(name, blob).isPresent()
        && Digest.of(blob.algorithm(), read(name, blob)).equals(blob);
  }

  private byte[] read(RepositoryName name, Digest digest) {
    try (BlobSource source = content.blobs().open(name, digest);
        InputStream in = source.open(0, source.size())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isManifest(RepositoryName name, Digest digest) {
    return content.manifests().find(name, digest).isPresent();
  }

  boolean hasData(Digest digest) {
    return driver.find(Key.of(dataKey(digest))).isPresent();
  }

  Optional<Digest> resolve(RepositoryName name, String tag) {
    return content.tags().resolve(name, Tag.parse(tag));
  }

  Optional<byte[]> stored(String key) {
    return driver.read(Key.of(key), 1 << 20);
  }

  void write(String key, String text) {
    driver.write(Key.of(key), text.getBytes(UTF_8));
  }

  /** All of distribution's tree. */
  Set<String> tree() {
    return keys("docker").collect(Collectors.toCollection(TreeSet::new));
  }

  Stream<String> keys(String prefix) {
    return driver.list(Key.of(prefix), Optional.empty(), 100_000).stream()
        .map(each -> each.key().path());
  }

  static String dataKey(Digest digest) {
    return "docker/registry/v2/blobs/%s/%s/%s/data"
        .formatted(digest.algorithm().id(), digest.hex().substring(0, 2), digest.hex());
  }

  static String layerKey(RepositoryName name, Digest digest) {
    return "docker/registry/v2/repositories/%s/_layers/%s/%s/link"
        .formatted(name, digest.algorithm().id(), digest.hex());
  }

  static String revisionKey(RepositoryName name, Digest digest) {
    return "docker/registry/v2/repositories/%s/_manifests/revisions/%s/%s/link"
        .formatted(name, digest.algorithm().id(), digest.hex());
  }

  static String tagKey(RepositoryName name, String tag) {
    return "docker/registry/v2/repositories/%s/_manifests/tags/%s/current/link"
        .formatted(name, tag);
  }

  static Digest sha256(String text) {
    return Digest.of(Algorithm.SHA256, text.getBytes(UTF_8));
  }

  static Digest sha512(String text) {
    return Digest.of(Algorithm.SHA512, text.getBytes(UTF_8));
  }

  static Chunks chunks(String text) {
    return chunks(text.getBytes(UTF_8));
  }

  private static Chunks chunks(byte[] bytes) {
    Iterator<byte[]> left = List.of(bytes).iterator();
    return () -> left.hasNext() ? Optional.of(ByteBuffer.wrap(left.next())) : Optional.empty();
  }
}
