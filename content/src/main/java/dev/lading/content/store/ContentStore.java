package dev.lading.content.store;

import dev.lading.content.Change;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All that one registry holds, over one storage driver, which stays the caller's to close. */
public record ContentStore(
    Blobs blobs,
    Manifests manifests,
    Tags tags,
    Referrers referrers,
    Uploads uploads,
    AbandonedUploads abandonedUploads,
    Repositories repositories) {

  /**
   * What does not follow from the store itself.
   *
   * @param manifestCacheBytes how many bytes of manifests are remembered
   * @param indexBytes how many bytes the indexes of tags and referrers take together, about; 0
   *     where other processes change the same store: then nothing is remembered that they could
   *     change, the catalog neither
   * @param blobLimitBytes the largest blob an upload may become
   * @param grace how long a claim protects what it names
   */
  public record Settings(
      long manifestCacheBytes, long indexBytes, long blobLimitBytes, Duration grace) {
    /** Tags are asked about more often, and there are more of them. */
    private long tagIndexBytes() {
      return indexBytes - referrerIndexBytes();
    }

    private long referrerIndexBytes() {
      return indexBytes / 3;
    }

    private boolean isShared() {
      return indexBytes == 0;
    }
  }

  /**
   * Where time, chance and threads come from.
   *
   * @param background runs what fills indexes while requests are served; one task for the catalog
   *     and one at a time for each repository
   */
  public record Surroundings(
      InstantSource clock, LongSupplier nanoTime, Supplier<UUID> ids, Executor background) {}

  /**
   * Opens what the driver holds. Nothing is learned of it before it is asked for.
   *
   * @throws dev.lading.content.ContentException.StoreTooNew when a newer version wrote it
   */
  public static ContentStore open(
      StorageDriver driver,
      Settings settings,
      Surroundings surroundings,
      List<Change.Listener> listeners) {
    StoreFormat.open(driver);
    Links links = new Links(driver);
    Damage damage = new Damage(driver);
    Changes changes = new Changes(surroundings.clock(), listeners);
    Publication publication =
        new Publication(new Claims(settings.grace(), surroundings.nanoTime()));
    Blobs blobs = new Blobs(driver, links, publication, damage, changes);
    ManifestBytes bytes = new ManifestBytes(driver, damage, settings.manifestCacheBytes());
    Revisions revisions = new Revisions(driver, links);
    TagIndexes tagIndexes = new TagIndexes(settings.tagIndexBytes(), surroundings.background());
    Tags tags = new Tags(driver, links, changes, tagIndexes, settings.isShared());
    Referrers referrers = new Referrers(revisions, bytes, settings.referrerIndexBytes());
    Repositories repositories =
        new Repositories(driver, surroundings.background(), settings.isShared());
    Manifests manifests =
        new Manifests(
            new Manifests.Parts(
                publication,
                revisions,
                blobs,
                bytes,
                tags,
                referrers,
                repositories,
                damage,
                changes));
    Uploads uploads =
        new Uploads(
            driver, blobs, surroundings.ids(), surroundings.clock(), settings.blobLimitBytes());
    AbandonedUploads abandoned = new AbandonedUploads(driver, uploads);
    return new ContentStore(blobs, manifests, tags, referrers, uploads, abandoned, repositories);
  }
}
