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
    Repositories repositories) {

  /**
   * What does not follow from the store itself.
   *
   * @param manifestCacheBytes how many bytes of manifests are remembered
   * @param blobLimitBytes the largest blob an upload may become
   * @param grace how long a claim protects what it names
   */
  public record Settings(long manifestCacheBytes, long blobLimitBytes, Duration grace) {}

  /**
   * Where time, chance and threads come from.
   *
   * @param background runs what builds indexes while requests are served
   */
  public record Surroundings(
      InstantSource clock, LongSupplier nanoTime, Supplier<UUID> ids, Executor background) {}

  /**
   * Opens what the driver holds, and begins to learn the catalog in the background.
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
    Tags tags = new Tags(driver, links, changes, surroundings.background());
    Referrers referrers = new Referrers(driver, links, bytes);
    Repositories repositories = new Repositories(driver, surroundings.background());
    Manifests manifests =
        new Manifests(
            new Manifests.Parts(
                driver,
                links,
                publication,
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
    repositories.learn();
    return new ContentStore(blobs, manifests, tags, referrers, uploads, repositories);
  }
}
