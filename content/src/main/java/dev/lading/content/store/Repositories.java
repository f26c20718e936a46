package dev.lading.content.store;

import dev.lading.content.ContentException.RepositoryUnknown;
import dev.lading.content.RepositoryName;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Which repositories there are. A repository begins with its first manifest and is gone from the
 * catalog with its last one; one that still holds blobs is known, but not listed.
 */
public final class Repositories {
  private static final int PAGE = 1_000;
  private final StorageDriver driver;
  private final Executor background;
  private final Stripes stripes = new Stripes();
  private final NavigableSet<String> names = new ConcurrentSkipListSet<>();
  private final AtomicBoolean building = new AtomicBoolean();
  private volatile boolean whole;

  Repositories(StorageDriver driver, Executor background) {
    this.driver = driver;
    this.background = background;
  }

  /** Names in byte order, those after {@code after} only. */
  public List<String> list(Optional<String> after, int limit) {
    SortedSet<String> all = whole ? names : walked();
    return after
        .map(last -> ((NavigableSet<String>) all).tailSet(last, false))
        .orElse((NavigableSet<String>) all)
        .stream()
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

  /** To be told when a manifest came or went. */
  void changed(RepositoryName name) {
    if (names.contains(name.name()) && holdsManifests(name)) {
      return;
    }
    stripes.guarded(name, () -> note(name.name(), holdsManifests(name)));
  }

  /** Begins to learn the names while others are served. */
  void learn() {
    if (building.compareAndSet(false, true)) {
      background.execute(
          () -> {
            walk(name -> stripes.guarded(name, () -> note(name.name(), holdsManifests(name))));
            whole = true;
          });
    }
  }

  private void note(String name, boolean there) {
    if (there) {
      names.add(name);
    } else {
      names.remove(name);
    }
  }

  private boolean holdsManifests(RepositoryName name) {
    return !isEmpty(Layout.manifests(name));
  }

  private boolean isEmpty(Key prefix) {
    return driver.children(prefix, Optional.empty(), 1).isEmpty();
  }

  private SortedSet<String> walked() {
    learn();
    SortedSet<String> found = new TreeSet<>();
    walk(name -> found.add(name.name()));
    return found;
  }

  /** Every directory that has manifests, however deep; what no name can be is passed over. */
  private void walk(Consumer<RepositoryName> found) {
    Deque<String> open = new ArrayDeque<>(List.of(""));
    while (!open.isEmpty()) {
      String at = open.pop();
      Key key = at.isEmpty() ? Layout.REPOSITORIES : Layout.REPOSITORIES.resolve(at);
      Optional<String> last = Optional.empty();
      List<String> page;
      do {
        page = driver.children(key, last, PAGE);
        for (String child : page) {
          if (child.equals(Layout.MANIFESTS) && RepositoryName.isName(at)) {
            found.accept(new RepositoryName(at));
          } else if (RepositoryName.isName(child)) {
            open.push(at.isEmpty() ? child : at + "/" + child);
          }
        }
        last = page.isEmpty() ? last : Optional.of(page.getLast());
      } while (page.size() == PAGE);
    }
  }
}
