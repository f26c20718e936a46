package dev.lading.content.store;

import dev.lading.content.Change;
import dev.lading.content.ImmutableTags;
import dev.lading.content.claim.ClaimMemory;
import dev.lading.content.claim.Claims;
import dev.lading.content.claim.DeclaredTerms;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Holds;
import dev.lading.content.claim.Marks;
import dev.lading.content.claim.Pause;
import dev.lading.content.claim.Runs;
import dev.lading.content.claim.StoreClock;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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
    Repositories repositories,
    Collecting collecting) {
  private static final int CLAIMS_AT_ONCE = 16;
  private static final int CLAIMS_REMEMBERED = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * What does not follow from the store itself.
   *
   * @param manifestCacheBytes how many bytes of manifests are remembered
   * @param indexBytes how many bytes the indexes of tags and referrers take together, about; 0
   *     where other processes change the same store: then nothing is remembered that they could
   *     change, the catalog neither
   * @param blobLimitBytes the largest blob an upload may become
   * @param terms how long claims and marks bind; the same for all who write to the store
   * @param immutable which tags stay what they are; likewise
   */
  public record Settings(
      long manifestCacheBytes,
      long indexBytes,
      long blobLimitBytes,
      GcTerms terms,
      ImmutableTags immutable) {
    /** Where every tag may move. */
    public Settings(long manifestCacheBytes, long indexBytes, long blobLimitBytes, GcTerms terms) {
      this(manifestCacheBytes, indexBytes, blobLimitBytes, terms, ImmutableTags.NONE);
    }

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

    /** Longer than any mark binds that a killed collector left. */
    private Duration patience() {
      return isShared() ? terms.markLife().plus(PATIENCE) : PATIENCE;
    }
  }

  /**
   * Where time, chance, memory and threads come from.
   *
   * @param background runs what fills indexes while requests are served; one task for the catalog
   *     and one at a time for each repository
   * @param pause how to wait for a collector
   * @param locks new ones, each free; nobody takes one that he has
   * @param claimMemory of this process
   * @param atOnce how many claims are written or forgotten together
   */
  public record Surroundings(
      InstantSource clock,
      LongSupplier nanoTime,
      Supplier<UUID> ids,
      Executor background,
      Pause pause,
      Supplier<Lock> locks,
      ClaimMemory claimMemory,
      int atOnce) {
    /** As a server has them. */
    public Surroundings(
        InstantSource clock,
        LongSupplier nanoTime,
        Supplier<UUID> ids,
        Executor background,
        Pause pause) {
      this(
          clock,
          nanoTime,
          ids,
          background,
          pause,
          ReentrantLock::new,
          ClaimMemory.ofAtMost(CLAIMS_REMEMBERED),
          CLAIMS_AT_ONCE);
    }

    private Stripes stripes() {
      return new Stripes(locks);
    }
  }

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
    if (!settings.isShared()) {
      marks(driver, settings).dropAll();
    }
    return opened(driver, settings, surroundings, listeners);
  }

  /** What the driver holds, once it may be used: its format is known, and no old mark binds. */
  static ContentStore opened(
      StorageDriver driver,
      Settings settings,
      Surroundings surroundings,
      List<Change.Listener> listeners) {
    Links links = new Links(driver);
    Damage damage = new Damage(driver);
    Changes changes = new Changes(surroundings.clock(), listeners);
    StoreClock storeClock = new StoreClock(driver, Layout.CLOCK);
    Marks marks = marks(driver, settings);
    Claims.Surroundings claiming = claimSurroundings(settings, surroundings);
    Claims claims = new Claims(driver, marks, settings.terms(), claiming);
    Holds holds = new Holds(driver, marks, storeClock, claiming);
    Publication publication = new Publication(claims, settings.patience());
    Blobs blobs = new Blobs(driver, links, publication, damage, changes);
    ManifestBytes bytes = new ManifestBytes(driver, damage, settings.manifestCacheBytes());
    Revisions revisions = new Revisions(driver, links, surroundings.stripes());
    TagIndexes tagIndexes = new TagIndexes(settings.tagIndexBytes(), surroundings.background());
    Moves moves = new Moves(driver, links, storeClock, settings.terms(), surroundings.nanoTime());
    Tags tags =
        new Tags(
            new Tags.Parts(
                driver,
                links,
                changes,
                tagIndexes,
                surroundings.stripes(),
                settings.isShared(),
                settings.immutable(),
                new Pointing(links, moves, settings.immutable(), settings.isShared())));
    Referrers referrers = new Referrers(revisions, bytes, settings.referrerIndexBytes());
    Repositories repositories =
        new Repositories(
            driver, surroundings.background(), surroundings.stripes(), settings.isShared());
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
    AbandonedUploads abandoned = new AbandonedUploads(driver, uploads, storeClock);
    Trash trash = new Trash(driver);
    Removals removals =
        new Removals(
            new Removals.Parts(
                driver,
                claims,
                marks,
                holds,
                storeClock,
                settings.terms(),
                trash,
                new Unlinking(manifests, tags, changes),
                surroundings.atOnce()));
    Restoring restoring =
        new Restoring(
            new Restoring.Parts(
                trash, blobs, links, manifests, revisions, tags, publication, changes));
    Collecting collecting =
        new Collecting(
            driver,
            new Inventory(driver, links, revisions, bytes, settings.isShared()),
            removals,
            restoring,
            new Verifying(driver, damage),
            marks,
            new Runs(driver),
            trash,
            holds,
            abandoned,
            storeClock,
            settings.terms(),
            new DeclaredTerms(driver, settings.terms(), storeClock),
            settings.isShared());
    return new ContentStore(
        blobs, manifests, tags, referrers, uploads, abandoned, repositories, collecting);
  }

  private static Marks marks(StorageDriver driver, Settings settings) {
    StoreClock clock = new StoreClock(driver, Layout.CLOCK);
    return new Marks(driver, clock, settings.terms(), settings.isShared());
  }

  private static Claims.Surroundings claimSurroundings(Settings settings, Surroundings from) {
    return new Claims.Surroundings(
        from.nanoTime(),
        from.ids(),
        from.pause(),
        from.claimMemory(),
        settings.isShared() ? from.atOnce() : 1);
  }
}
