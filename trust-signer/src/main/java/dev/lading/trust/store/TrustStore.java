package dev.lading.trust.store;

import dev.lading.content.Digest;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The trust data of all GUNs, over any driver and shared by any number of replicas.
 *
 * <p>A publication writes its files under names that nobody knows of, then one generation that
 * names them all and whatever it leaves as it was: {@code writeIfAbsent} of that one object is the
 * commit. Until it, nothing is visible, after it everything is; a crash before leaves only files
 * without a name, and of several who follow one generation, one succeeds. A deletion is a
 * generation that names nothing.
 *
 * <p>Readers see what the newest generation names; by hash or version also what older generations
 * of the same life name, for a client walks from timestamp to snapshot to targets in several
 * requests. Those are kept for a time, see {@link Trim}; roots as long as the GUN lives.
 *
 * <p>Safe for any number of threads. Each verb may throw {@link StorageException}, and {@link
 * DamagedTrustData}; a commit whose answer was lost may have happened.
 */
public final class TrustStore {
  private static final int WRITES_AT_ONCE = 8;

  private final RoleFiles files;
  private final Generations generations;
  private final Earlier earlier;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final int writesAtOnce;

  /**
   * @param clock for what people and clients read
   * @param random never the same in two processes; safe for several threads
   * @param rememberedBytes of generations, as large as they are in the store
   */
  public TrustStore(
      StorageDriver driver, InstantSource clock, RandomGenerator random, long rememberedBytes) {
    this(driver, clock, random, rememberedBytes, WRITES_AT_ONCE);
  }

  TrustStore(
      StorageDriver driver,
      InstantSource clock,
      RandomGenerator random,
      long rememberedBytes,
      int writesAtOnce) {
    this.files = new RoleFiles(driver);
    this.generations = new Generations(driver, rememberedBytes);
    this.earlier = new Earlier(generations, files);
    this.clock = clock;
    this.random = random;
    this.writesAtOnce = writesAtOnce;
  }

  /**
   * What is in force, at some time during this call: a deletion, too, is a generation. Costs two
   * small requests when nothing has changed since this process last asked.
   *
   * @return empty when nothing was ever published
   */
  public Optional<Generation> newest(Gun gun) {
    return generations.newest(gun);
  }

  /**
   * A role's file as the given generation names it; empty when that names none.
   *
   * @param generation the newest, or one that was until lately
   */
  public Optional<StoredFile> find(Generation generation, Role role) {
    return generation.file(role).map(name -> files.get(generation.gun(), name));
  }

  /**
   * A role's file by the hash of its bytes, if a generation of this life named it that is still
   * kept. What was written and never committed is not found.
   *
   * @param digest SHA-256
   */
  public Optional<StoredFile> find(Gun gun, Role role, Digest digest) {
    Optional<Generation> newest = newest(gun);
    Optional<NamedFile> current = newest.flatMap(now -> now.file(role, digest));
    return current.isPresent()
        ? current.map(name -> files.get(gun, name))
        : newest.flatMap(now -> earlier.find(now, role, digest));
  }

  /** A role's file by its version: any root of this life, of other roles those still kept. */
  public Optional<StoredFile> find(Gun gun, Role role, MetadataVersion version) {
    Optional<Generation> newest = newest(gun);
    Optional<NamedFile> current = newest.flatMap(now -> now.file(role, version));
    return current.isPresent()
        ? current.map(name -> files.get(gun, name))
        : newest.flatMap(now -> earlier.find(now, role, version));
  }

  /**
   * Publishes what was verified against {@code base}, all of it or nothing.
   *
   * @param base the newest generation, a deletion too; empty when there never was one
   * @param changed what is new, a timestamp among it, and a root when there is none
   * @throws IllegalArgumentException when a version does not rise, or timestamp or root are lacking
   */
  public Outcome publish(Gun gun, Optional<Generation> base, Map<Role, RoleFile> changed) {
    Generation before = base.orElseGet(() -> Generation.none(gun));
    Publication publication = Publication.of(before.number() + 1, random);
    Instant now = clock.instant();
    Map<Role, NamedFile> named = new TreeMap<>(Comparator.comparing(Role::text));
    List<Supplier<NamedFile>> writes = new ArrayList<>();
    changed.forEach(
        (role, file) -> {
          NamedFile name = file.named(publication, now);
          named.put(role, name);
          writes.add(() -> files.write(gun, name, file.bytes()));
        });
    Generation next = before.followed(publication, named, now);
    byte[] json = GenerationJson.write(next);
    if (json.length > Generations.LIMIT_BYTES) {
      return new Outcome.TooMany(json.length, Generations.LIMIT_BYTES);
    }
    Parallel.run(writes, writesAtOnce, "publishing " + gun);
    return generations.add(next, json) ? new Outcome.Committed(next) : new Outcome.Overtaken();
  }

  /**
   * Drops all metadata of a GUN, whatever others publish meanwhile; keys stay.
   *
   * @return the deletion; empty when there was nothing
   */
  public Optional<Generation> delete(Gun gun) {
    while (true) {
      Optional<Generation> base = newest(gun).filter(newest -> !newest.isDeletion());
      if (base.isEmpty()) {
        return Optional.empty();
      }
      Publication publication = Publication.of(base.get().number() + 1, random);
      Generation deletion = base.get().deleted(publication, clock.instant());
      if (generations.add(deletion, GenerationJson.write(deletion))) {
        return Optional.of(deletion);
      }
    }
  }

  /** What the files of a GUN's first generation are named after. */
  Publication first() {
    return Publication.of(Generation.FIRST, random);
  }

  NamedFile write(Gun gun, NamedFile name, byte[] bytes) {
    return files.write(gun, name, bytes);
  }

  /**
   * Puts in force, as it is, what was copied here out of a backup, where there is nothing.
   *
   * @param copied by {@link BackupFile#copy}; instead, something may be published upon it
   * @return false, and nothing is changed, when there is a generation
   */
  public boolean bringBack(Generation copied) {
    Generation first = copied.at(first(), clock.instant());
    return generations.add(first, GenerationJson.write(first));
  }

  /**
   * What happened to a GUN, oldest first, deletions too, as far back as it is kept. Each generation
   * is read, one after the other, so the caller bounds how many; what is held is small.
   *
   * @param after the number of the last change known; 0 for none
   */
  public List<Change> changesAfter(Gun gun, long after, int limit) {
    return changes(
        gun, numbers(gun).reversed().stream().filter(number -> number > after).limit(limit));
  }

  /** As {@link #changesAfter}, the last ones before {@code before}; oldest first as well. */
  public List<Change> changesBefore(Gun gun, long before, int limit) {
    return changes(gun, numbers(gun).stream().filter(number -> number < before).limit(limit))
        .reversed();
  }

  private List<Long> numbers(Gun gun) {
    return generations.kept(gun).stream().map(Listed::number).toList();
  }

  private List<Change> changes(Gun gun, Stream<Long> numbers) {
    return numbers
        .flatMap(number -> generations.find(gun, number).map(Change::of).stream())
        .toList();
  }

  /**
   * The newest generation of every GUN there ever was, deletions too, by one listing and without
   * reading any. In byte order of keys.
   */
  public List<Listed> all() {
    return generations.newestOfAll();
  }
}
