package dev.lading.content.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.content.Algorithm;
import dev.lading.content.Change;
import dev.lading.content.Chunks;
import dev.lading.content.Digest;
import dev.lading.content.ImmutableTags;
import dev.lading.content.Precondition;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.UploadId;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
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
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** A content store with all its surroundings, and the words that tests are written in. */
final class TestStore {
  static final RepositoryName REPO = RepositoryName.parse("a/b");
  static final RepositoryName OTHER = RepositoryName.parse("c");
  static final Duration GRACE = GcTerms.DEFAULT.grace();
  static final long BLOB_LIMIT = 1 << 20;

  /** What an object can have whose size was announced. */
  static final long PARTS_LIMIT = 1L << 40;

  static final long INDEX_BYTES = 16 << 20;
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  final TestClock clock = new TestClock();
  final WatchedDriver driver;
  final List<Change> changes = new CopyOnWriteArrayList<>();
  final ContentStore content;

  private TestStore(
      StorageDriver driver, Executor background, long indexBytes, ImmutableTags immutable) {
    this.driver = new WatchedDriver(driver);
    AtomicLong ids = new AtomicLong(System.identityHashCode(this));
    this.content =
        ContentStore.open(
            this.driver,
            new ContentStore.Settings(1 << 20, indexBytes, BLOB_LIMIT, GcTerms.DEFAULT, immutable),
            new ContentStore.Surroundings(
                clock, clock, () -> new UUID(0, ids.incrementAndGet()), background, Pause.SLEEP),
            List.of(changes::add));
    changes.clear();
  }

  /** Over an empty memory; indexes are whole at once. */
  static TestStore inMemory() {
    return over(new MemoryDriver(new TestClock()));
  }

  /** Over what the driver holds; indexes are whole at once. */
  static TestStore over(StorageDriver driver) {
    return over(driver, Runnable::run);
  }

  static TestStore over(StorageDriver driver, Executor background) {
    return over(driver, background, INDEX_BYTES);
  }

  static TestStore over(StorageDriver driver, Executor background, long indexBytes) {
    return new TestStore(driver, background, indexBytes, ImmutableTags.NONE);
  }

  /** One of several processes that write to what the driver holds. */
  static TestStore shared(StorageDriver driver, ImmutableTags immutable) {
    return new TestStore(driver, Runnable::run, 0, immutable);
  }

  /** The only process that writes to what the driver holds. */
  static TestStore alone(StorageDriver driver, ImmutableTags immutable) {
    return new TestStore(driver, Runnable::run, INDEX_BYTES, immutable);
  }

  Blobs blobs() {
    return content.blobs();
  }

  Manifests manifests() {
    return content.manifests();
  }

  Tags tags() {
    return content.tags();
  }

  Uploads uploads() {
    return content.uploads();
  }

  Referrers referrers() {
    return content.referrers();
  }

  Repositories repositories() {
    return content.repositories();
  }

  List<Change.What> told() {
    return changes.stream().map(Change::what).toList();
  }

  Digest pushBlob(RepositoryName name, String text) {
    return pushBlob(name, Algorithm.SHA256, text);
  }

  Digest pushBlob(RepositoryName name, Algorithm algorithm, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Digest digest = Digest.of(algorithm, bytes);
    uploads().put(name, digest, chunks(bytes));
    return digest;
  }

  Digest pushManifest(RepositoryName name, String tag, String json) {
    return push(name, Tag.parse(tag), json).digest();
  }

  Digest pushUntagged(RepositoryName name, Algorithm algorithm, String json) {
    return push(name, Digest.of(algorithm, json.getBytes(UTF_8)), json).digest();
  }

  Manifests.Pushed push(RepositoryName name, Reference reference, String json, Tag... tags) {
    return manifests()
        .put(
            new Manifests.Push(
                name, reference, List.of(tags), Optional.empty(), json.getBytes(UTF_8)));
  }

  Digest pushIf(Precondition condition, RepositoryName name, Reference reference, String json) {
    return manifests()
        .put(
            new Manifests.Push(
                name, reference, List.of(), Optional.empty(), json.getBytes(UTF_8), condition))
        .digest();
  }

  /** An image that needs nothing but a config of its own name, which is pushed as well. */
  Digest pushImage(RepositoryName name, String tag) {
    pushBlob(name, tag);
    return pushManifest(name, tag, imageOf(tag));
  }

  static String imageOf(String config) {
    return image(config, Optional.empty());
  }

  static String image(String config, Optional<Digest> subject) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[]%s}"
        .formatted(
            OCI_MANIFEST,
            descriptor(Digest.of(Algorithm.SHA256, config.getBytes(UTF_8)), config.length()),
            subject.map(to -> ",\"subject\":" + descriptor(to, 7)).orElse(""));
  }

  static String index(List<Digest> children, List<Integer> sizes) {
    StringBuilder manifests = new StringBuilder();
    for (int i = 0; i < children.size(); i++) {
      manifests.append(i == 0 ? "" : ",").append(descriptor(children.get(i), sizes.get(i)));
    }
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(OCI_INDEX, manifests);
  }

  static String descriptor(Digest digest, long size) {
    return "{\"mediaType\":\"a/type\",\"digest\":\"%s\",\"size\":%d}".formatted(digest, size);
  }

  String read(RepositoryName name, Digest digest) {
    try (BlobSource source = blobs().open(name, digest);
        InputStream in = source.open(0, source.size())) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<String> manifest(RepositoryName name, Digest digest) {
    return manifests().find(name, digest).map(stored -> new String(stored.bytes(), UTF_8));
  }

  Optional<Digest> resolve(RepositoryName name, String tag) {
    return tags().resolve(name, Tag.parse(tag));
  }

  List<String> list(RepositoryName name) {
    return tags().list(name, Optional.empty(), 1_000);
  }

  List<String> catalog() {
    return repositories().list(Optional.empty(), 1_000);
  }

  UploadId start(RepositoryName name) {
    return uploads().start(name, Algorithm.SHA256);
  }

  long append(RepositoryName name, UploadId id, String text) {
    return uploads().append(name, id, OptionalLong.empty(), chunks(text.getBytes(UTF_8)));
  }

  void commit(RepositoryName name, UploadId id, Digest digest) {
    uploads().commit(name, id, OptionalLong.empty(), Chunks.none(), digest);
  }

  void write(String key, String text) {
    driver.write(Key.of(key), text.getBytes(UTF_8));
  }

  Optional<String> stored(String key) {
    return driver.read(Key.of(key), 1 << 20).map(bytes -> new String(bytes, UTF_8));
  }

  List<String> keys() {
    return keys("docker");
  }

  List<String> keys(String prefix) {
    return driver.list(Key.of(prefix), Optional.empty(), 100_000).stream()
        .map(each -> each.key().path())
        .toList();
  }

  /** The pieces in order; none of them empty. */
  static Chunks chunks(byte[]... pieces) {
    Iterator<byte[]> left = Arrays.stream(pieces).filter(piece -> piece.length > 0).iterator();
    return () -> left.hasNext() ? Optional.of(ByteBuffer.wrap(left.next())) : Optional.empty();
  }

  static Digest sha256(String text) {
    return Digest.of(Algorithm.SHA256, text.getBytes(UTF_8));
  }

  static Digest sha512(String text) {
    return Digest.of(Algorithm.SHA512, text.getBytes(UTF_8));
  }
}
