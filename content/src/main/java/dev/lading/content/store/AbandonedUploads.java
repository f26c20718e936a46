package dev.lading.content.store;

import dev.lading.content.RepositoryName;
import dev.lading.content.UploadId;
import dev.lading.content.claim.StoreClock;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import dev.lading.storage.Unfinished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Upload sessions that nobody has added to for long: of clients that went away, and of another
 * registry that had the store before. One that began long ago and was added to lately is none.
 */
public final class AbandonedUploads {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedUploads.class);

  /** What is known of an unfinished write is its beginning, and not when it last went on. */
  private static final Duration LONGEST_WRITE = Duration.ofDays(7);

  private final StorageDriver driver;
  private final RepositoryTree tree;
  private final Uploads uploads;
  private final StoreClock clock;

  AbandonedUploads(StorageDriver driver, Uploads uploads, StoreClock clock) {
    this.driver = driver;
    this.clock = clock;
    this.tree = new RepositoryTree(driver);
    this.uploads = uploads;
  }

  /**
   * What one pass came to.
   *
   * @param sessions that were removed, or would have been
   * @param bytes that they held
   * @param unfinished writes that no listing shows, of whatever size; none in a dry run
   * @param failures sessions and repositories that could not be read or removed; the log has them
   *     one by one
   */
  public record Purged(int sessions, long bytes, int unfinished, int failures) {
    private static final Purged NOTHING = new Purged(0, 0, 0, 0);
    private static final Purged FAILURE = new Purged(0, 0, 0, 1);

    private Purged plus(Purged other) {
      return new Purged(
          sessions + other.sessions,
          bytes + other.bytes,
          unfinished + other.unfinished,
          failures + other.failures);
    }
  }

  /**
   * Removes the sessions that were not added to for {@code age}, told by the store's clock alone.
   * One that this process is writing to stays. What fails does not keep the others.
   *
   * @param dryRun to find them only
   * @throws StorageException when the store does not tell which repositories there are
   */
  public Purged purge(Duration age, boolean dryRun) {
    Instant now = clock.now();
    Instant before = now.minus(age);
    List<RepositoryName> names = new ArrayList<>();
    tree.eachWith(Layout.UPLOADS, names::add);
    Purged sessions =
        names.stream()
            .map(name -> purge(name, before, dryRun))
            .reduce(Purged.NOTHING, Purged::plus);
    return dryRun
        ? sessions
        : sessions.plus(removeUnfinished(now.minus(longer(age, LONGEST_WRITE))));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Purged removeUnfinished(Instant before) {
    try {
      Unfinished unfinished = driver.removeUnfinished(Layout.DISTRIBUTION, before);
      unfinished
          .left()
          .forEach(
              left ->
                  LOG.warn(
                      "an unfinished write cannot be removed object={} begun={}",
                      left.write().object(),
                      left.write().begun(),
                      left.reason()));
      return new Purged(0, 0, unfinished.removed().size(), unfinished.left().size());
    } catch (StorageException e) {
      LOG.warn("unfinished writes cannot be listed", e);
      return Purged.FAILURE;
    }
  }

  private Purged purge(RepositoryName name, Instant before, boolean dryRun) {
    try {
      return Children.of(driver, Layout.uploads(name))
          .flatMap(child -> UploadId.find(child).stream())
          .map(id -> purge(name, id, before, dryRun))
          .reduce(Purged.NOTHING, Purged::plus);
    } catch (StorageException e) {
      LOG.warn("uploads cannot be listed repository={}", name, e);
      return Purged.FAILURE;
    }
  }

  private Purged purge(RepositoryName name, UploadId id, Instant before, boolean dryRun) {
    try {
      OptionalLong bytes = uploads.purge(name, id, before, dryRun);
      return bytes.isPresent() ? new Purged(1, bytes.getAsLong(), 0, 0) : Purged.NOTHING;
    } catch (StorageException e) {
      LOG.warn("an abandoned upload cannot be removed repository={} upload={}", name, id, e);
      return Purged.FAILURE;
    }
  }
}
