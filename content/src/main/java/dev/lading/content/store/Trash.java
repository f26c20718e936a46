package dev.lading.content.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lading.content.Digest;
import dev.lading.content.claim.GcKeys;
import dev.lading.content.claim.Listed;
import dev.lading.content.claim.RunNumber;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.StorageDriver;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What runs of the collector removed, until it is purged. For each digest and run {@code links} has
 * the keys of the links that went and what they are named after, a line each, and {@code data} the
 * bytes if they went. Nothing of it can be pulled, or counts as stored, before it is brought back.
 */
public final class Trash {
  static final String LINKS = "links";
  static final String DATA = "data";
  private static final int LINKS_LIMIT_BYTES = 64 * 1024 * 1024;
  private final StorageDriver driver;

  Trash(StorageDriver driver) {
    this.driver = driver;
  }

  /**
   * What a run kept of one digest.
   *
   * @param since when, by the store's time
   */
  public record Kept(Digest digest, RunNumber run, Instant since) {}

  /** Keeps what is about to be removed; durable when this returns. */
  void keep(Doomed doomed, RunNumber run) {
    Key place = GcKeys.trash(doomed.digest(), run);
    String links =
        doomed.links().stream().map(link -> line(link) + "\n").collect(Collectors.joining());
    driver.write(place.resolve(LINKS), links.getBytes(US_ASCII));
    if (doomed.isDataUnneeded()) {
      driver.copy(Layout.blobData(doomed.digest()), place.resolve(DATA));
    }
  }

  /** All that is kept, read as it is asked for. */
  public Stream<Kept> list() {
    return Listed.below(driver, GcKeys.TRASH)
        .filter(object -> object.key().name().equals(LINKS))
        .flatMap(object -> kept(object).stream());
  }

  /** The last run that removed something that is still kept. */
  public Optional<RunNumber> lastRun() {
    return list().map(Kept::run).max(Comparator.naturalOrder());
  }

  /** Deletes what is kept there, for good. */
  public void purge(Kept kept) {
    driver.deleteBelow(GcKeys.trash(kept.digest(), kept.run()));
  }

  /** The links that went. */
  List<Doomed.Link> links(Kept kept) {
    return driver
        .read(GcKeys.trash(kept.digest(), kept.run()).resolve(LINKS), LINKS_LIMIT_BYTES)
        .map(bytes -> new String(bytes, US_ASCII))
        .orElse("")
        .lines()
        .filter(line -> line.startsWith(Layout.DISTRIBUTION.path() + "/"))
        .flatMap(line -> link(line).stream())
        .toList();
  }

  private static String line(Doomed.Link link) {
    return link.key().path() + " " + link.named();
  }

  private static Optional<Doomed.Link> link(String line) {
    int space = line.indexOf(' ');
    return space < 0
        ? Optional.empty()
        : Place.link(new Key(line.substring(0, space)), Digest.parse(line.substring(space + 1)));
  }

  /**
   * Makes the bytes that any run removed stored ones again, unless some are there. To be called
   * with a claim.
   *
   * @return whether some are there now
   */
  boolean bringBack(Digest digest) {
    return driver.find(Layout.blobData(digest)).isPresent()
        || copy(digest).filter(from -> driver.copy(from, Layout.blobData(digest))).isPresent();
  }

  /** Whether bytes of that digest are kept. */
  boolean has(Digest digest) {
    return copy(digest).isPresent();
  }

  /** What the last run kept that removed bytes of that digest. */
  Optional<Kept> lastWithData(Digest digest) {
    return copies(digest).flatMap(copy -> kept(copy).stream()).max(Comparator.comparing(Kept::run));
  }

  private Optional<Key> copy(Digest digest) {
    return copies(digest).map(ListedObject::key).findFirst();
  }

  private Stream<ListedObject> copies(Digest digest) {
    return Listed.below(driver, GcKeys.trash(digest))
        .filter(object -> object.key().name().equals(DATA));
  }

  private static Optional<Kept> kept(ListedObject object) {
    return GcKeys.digest(GcKeys.TRASH, object.key())
        .flatMap(
            digest ->
                GcKeys.runOfTrash(object.key())
                    .map(run -> new Kept(digest, run, object.info().storeTime())));
  }
}
