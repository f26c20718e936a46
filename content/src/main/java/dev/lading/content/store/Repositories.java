package dev.lading.content.store;

import dev.lading.content.ContentException.RepositoryUnknown;
import dev.lading.content.RepositoryName;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which repositories there are. A repository begins with its first manifest and is gone from the
 * catalog with its last one; one that still holds blobs is known, but not listed.
 */
public final class Repositories {
  private static final Logger LOG = LoggerFactory.getLogger(Repositories.class);
  private final StorageDriver driver;
  private final RepositoryTree tree;
  private final Executor background;
  private final boolean isShared;
  private final Stripes stripes;
  private volatile Catalog catalog = new Catalog();

  /**
   * @param isShared whether other processes change the store, so that names are not remembered
   */
  Repositories(StorageDriver driver, Executor background, Stripes stripes, boolean isShared) {
    this.stripes = stripes;
    this.driver = driver;
    this.tree = new RepositoryTree(driver);
    this.background = background;
    this.isShared = isShared;
  }

  /** Names in byte order, those after {@code after} only. */
  public List<String> list(Optional<String> after, int limit) {
    Catalog now = catalog;
    if (!now.whole) {
      learn();
      return walked(after, limit);
    }
    return after.map(last -> now.names.tailSet(last, false)).orElse(now.names).stream()
        .limit(limit)
        .toList();
  }

  /**
   * @throws RepositoryUnknown when the repository holds neither manifests nor blobs
   */
  public void require(RepositoryName name) {
    if (!holdsManifests(name) && isEmpty(Layout.layers(name))) {
      throw new RepositoryUnknown(name);
    }
  }

  /** To be told after a manifest's link was written. */
  void added(RepositoryName name) {
    if (isShared) {
      return;
    }
    stripes.guarded(name, () -> catalog.names.add(name.name()));
  }

  /** To be told after a manifest's link was removed. */
  void removed(RepositoryName name) {
    if (isShared) {
      return;
    }
    stripes.guarded(
        name,
        () -> {
          if (!holdsManifests(name)) {
            catalog.names.remove(name.name());
          }
        });
  }

  /** To be told when nobody knows how far a change of a repository's links came. */
  void distrust() {
    catalog = new Catalog();
  }

  /** Begins to learn the names while others are served, unless that is done or going on. */
  public void learn() {
    Catalog now = catalog;
    if (!isShared && now.learning.compareAndSet(false, true)) {
      try {
        background.execute(() -> learn(now));
      } catch (RejectedExecutionException _) {
        LOG.debug("the catalog is not learned while the server stops");
        now.learning.set(false);
      }
    }
  }

  private void learn(Catalog learned) {
    try {
      tree.eachWith(Layout.MANIFESTS, name -> bringIn(learned, name));
      learned.whole = true;
    } catch (StorageException e) {
      LOG.warn("the catalog cannot be learned, and is read from the store each time", e);
    } finally {
      learned.learning.set(learned.whole);
    }
  }

  private void bringIn(Catalog learned, RepositoryName name) {
    stripes.guarded(
        name,
        () -> {
          if (holdsManifests(name)) {
            learned.names.add(name.name());
          }
        });
  }

  private boolean holdsManifests(RepositoryName name) {
    return !isEmpty(Layout.revisions(name));
  }

  private boolean isEmpty(Key prefix) {
    return driver.children(prefix, Optional.empty(), 1).isEmpty();
  }

  /** Remembers no more than it answers: directories are not met in the order of whole names. */
  private List<String> walked(Optional<String> after, int limit) {
    NavigableSet<String> smallest = new TreeSet<>();
    tree.eachWith(
        Layout.MANIFESTS,
        name -> {
          boolean wanted = after.isEmpty() || name.name().compareTo(after.get()) > 0;
          if (wanted && holdsManifests(name)) {
            smallest.add(name.name());
          }
          if (smallest.size() > limit) {
            smallest.removeLast();
          }
        });
    return List.copyOf(smallest);
  }

  /** What is known of all names; replaced when it is distrusted. */
  private static final class Catalog {
    private final NavigableSet<String> names = new ConcurrentSkipListSet<>();
    private final AtomicBoolean learning = new AtomicBoolean();
    private volatile boolean whole;
  }
}
