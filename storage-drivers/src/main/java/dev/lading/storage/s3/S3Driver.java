package dev.lading.storage.s3;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.ObjectWriter;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.Unfinished;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Objects in a bucket: a key is the object's name below the root directory, as in a bucket of CNCF
 * distribution. Store time is the store's own time of last modification, in whole seconds.
 *
 * <p>Any number of drivers, in any number of processes, may share a bucket. That rests on two
 * things that the store has to give: a read sees every write that was acknowledged, listings
 * included, and {@code If-None-Match: *} lets one of several racing writers win. Nothing of what is
 * in it is remembered here.
 *
 * <p>What is different from a directory:
 *
 * <ul>
 *   <li>Staged bytes are fragments, objects of their own below the key they are staged at: find
 *       does not see that key, and listings show the fragments.
 *   <li>A source does not hold its object: once that was replaced or deleted, opening a range
 *       throws {@link dev.lading.storage.StorageUnavailable}. No range has bytes of two objects.
 *   <li>All writes are durable; the transient verbs are the others.
 *   <li>A write whose answer was lost is repeated. If it was not conditional, and yet another write
 *       of the same key came between, the repetition wins.
 * </ul>
 *
 * <p>Safe for any number of threads. A thread that is interrupted meanwhile gets {@link
 * dev.lading.storage.StorageUnavailable} and stays interrupted.
 */
public final class S3Driver implements StorageDriver {
  private static final int DELETED_AT_ONCE = 1000;
  private static final int MARK_BYTES = 16;
  private static final int HEAP_SHARE = 8;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final SdkHttpClient http;
  private final Store store;
  private final Listing listing;
  private final Fences fences;

  private S3Driver(SdkHttpClient http, Store store) {
    this.http = http;
    this.store = store;
    this.listing = store.listing();
    this.fences = new Fences(store);
  }

  /**
   * Opens a bucket, which must be there; nothing is asked of the store yet.
   *
   * @param random for the marks of writes and the pauses between attempts; safe for several
   *     threads, and never the same in two processes
   * @param bufferBytes what all uploads together may hold in memory
   */
  public static S3Driver open(S3Settings settings, RandomGenerator random, long bufferBytes) {
    Memory memory = Memory.of(bufferBytes, settings.chunkBytes(), LONGEST_WAIT);
    Backoff backoff = new Backoff(random, Thread::sleep, System::nanoTime);
    return open(settings, random, memory, backoff, Connections.http(settings));
  }

  /** As {@link #open(S3Settings, RandomGenerator, long)}, with an eighth of the heap. */
  public static S3Driver open(S3Settings settings, RandomGenerator random) {
    return open(settings, random, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /**
   * @param http closed with the driver
   */
  static S3Driver open(
      S3Settings settings,
      RandomGenerator random,
      Memory memory,
      Backoff backoff,
      SdkHttpClient http) {
    return new S3Driver(http, store(settings, random, memory, backoff, http));
  }

  @Override
  public Optional<ObjectInfo> find(Key key) {
    return store.bucket().find(name(key)).map(Bucket.Found::info);
  }

  @Override
  public Optional<byte[]> read(Key key, int limitBytes) {
    return store.bucket().read(key, name(key), limitBytes);
  }

  @Override
  public Optional<BlobSource> source(Key key) {
    return store.source(name(key));
  }

  @Override
  public Optional<BlobSource> wholeSource(Key key) {
    return store.wholeSource(name(key));
  }

  @Override
  public void write(Key key, byte[] bytes) {
    store.bucket().put(name(key), Body.of(bytes));
  }

  @Override
  public void writeTransient(Key key, byte[] bytes) {
    write(key, bytes);
  }

  @Override
  public boolean writeIfAbsent(Key key, byte[] bytes) {
    return store.bucket().putIfAbsent(name(key), Body.of(bytes));
  }

  @Override
  public boolean copy(Key from, Key to) {
    return store.copies().copy(name(from), name(to));
  }

  @Override
  public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
    return listing.objects(prefix, after, limit);
  }

  @Override
  public List<String> children(Key prefix, Optional<String> after, int limit) {
    return new Children(store, prefix, Listing.PAGE).after(after, limit);
  }

  @Override
  public void delete(Key key) {
    store.bucket().delete(name(key));
  }

  @Override
  public void deleteTransient(Key key) {
    delete(key);
  }

  @Override
  public void deleteAll(Collection<Key> keys) {
    store.bucket().deleteAll(keys.stream().map(this::name).toList());
  }

  /**
   * What the store does with a removal that comes late is found out at the first fence, with an
   * object of its own, and remembered. One that does not refuse it is not sent what is late by this
   * machine's clock; that nothing is on its way for longer than whoever counts on the window allows
   * for is an assumption then.
   */
  @Override
  public Fence fence(Duration window) {
    Fence.requireWindow(window);
    return fences.begin(window);
  }

  @Override
  public void deleteBelow(Key prefix) {
    Optional<Key> after = Optional.empty();
    List<Key> some;
    do {
      some = list(prefix, after, DELETED_AT_ONCE).stream().map(ListedObject::key).toList();
      deleteAll(some);
      after = some.isEmpty() ? after : Optional.of(some.getLast());
    } while (some.size() == DELETED_AT_ONCE);
  }

  @Override
  public void deleteBelowTransient(Key prefix) {
    deleteBelow(prefix);
  }

  @Override
  public void deleteBelowTransient(Key prefix, Collection<Key> known) {
    // Without its first fragment an upload is none, however much of it stays when this fails; and a
    // store deletes what one request names in any order.
    known.stream().filter(Upload::isFirst).forEach(this::delete);
    deleteAll(known.stream().filter(key -> !Upload.isFirst(key)).toList());
  }

  /** Looks only whether something was staged there before, not for an object of that key. */
  @Override
  public StagedObject stage(Key key) {
    return new Upload(store, key).begin();
  }

  @Override
  public Optional<StagedObject> staged(Key key) {
    return Optional.of(new Upload(store, key)).filter(Upload::isThere).map(upload -> upload);
  }

  @Override
  public ObjectWriter writer(Key key, Key staging, OptionalLong size) {
    String aside = name(staging.resolve(StraightWriter.ASIDE));
    return new StraightWriter(store, new StraightWriter.Place(staging, name(key), aside), size);
  }

  /**
   * Finds out what the store can do, with some small objects that are removed again: one finding
   * for each {@link Ability}, in their order. Never throws because of what the store does.
   *
   * @param clock what the store's is compared with
   */
  public List<Finding> probe(InstantSource clock) {
    return new Probe(store, http, clock).run();
  }

  /** Multipart uploads, whoever began them: distribution leaves them as well. */
  @Override
  public Unfinished removeUnfinished(Key prefix, Instant begunBefore) {
    return new Sweep(store.bucket(), begunBefore).below(store.names().below(prefix));
  }

  @Override
  public void close() {
    store.bucket().client().close();
    store.bucket().presigner().close();
    http.close();
  }

  static Store store(
      S3Settings settings,
      RandomGenerator random,
      Memory memory,
      Backoff backoff,
      SdkHttpClient http) {
    StoreClock clock = new StoreClock(backoff.nanoTime());
    Bucket bucket =
        new Bucket(
            Connections.client(settings, http, clock),
            Connections.presigner(settings),
            new Requests(backoff),
            settings.bucket(),
            settings.form(),
            () -> mark(random),
            Readers.forClients(Lane.READERS));
    ObjectNames names = ObjectNames.below(settings.rootDirectory());
    Bucket own = bucket.with(Readers.forUploads(Lane.OWN_READERS, LONGEST_WAIT));
    return new Store(bucket, own, names, memory, settings.copiesAtOnce(), clock);
  }

  private String name(Key key) {
    return store.names().of(key);
  }

  private static String mark(RandomGenerator random) {
    byte[] bytes = new byte[MARK_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
