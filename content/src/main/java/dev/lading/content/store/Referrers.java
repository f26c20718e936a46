package dev.lading.content.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.content.RepositoryName;
import dev.lading.storage.StorageDriver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Which manifests are about which. Derived from the manifests themselves, so that what another
 * registry wrote counts as well, whatever its fallback tags say: the first question to a repository
 * reads each of its manifests once, later ones ask an index in memory.
 */
public final class Referrers {
  private static final int PAGE = 1_000;
  private static final int INDEXED_REPOSITORIES = 1_000;
  private final StorageDriver driver;
  private final Links links;
  private final ManifestBytes bytes;
  private final Cache<RepositoryName, Index> indexes =
      Caffeine.newBuilder().maximumSize(INDEXED_REPOSITORIES).build();

  Referrers(StorageDriver driver, Links links, ManifestBytes bytes) {
    this.driver = driver;
    this.links = links;
    this.bytes = bytes;
  }

  /**
   * Descriptors of what refers to the subject, in the order of their digests, those after {@code
   * after} only; lazily read, so that the caller takes as many as it answers.
   */
  public Stream<Descriptor> of(RepositoryName name, Digest subject, Optional<Digest> after) {
    return index(name).of(subject, after).stream().flatMap(each -> descriptor(name, each).stream());
  }

  /** To be told before the referrer's push is acknowledged. */
  void add(RepositoryName name, Digest subject, Digest referrer) {
    Optional.ofNullable(indexes.getIfPresent(name)).ifPresent(i -> i.add(subject, referrer));
  }

  /**
   * An index is remembered before it is filled, so that no push between is lost; whoever finds it
   * unfilled fills it too, which does no harm.
   */
  private Index index(RepositoryName name) {
    Index index = indexes.get(name, _ -> new Index());
    if (!index.isWhole()) {
      for (Algorithm algorithm : Algorithm.values()) {
        fill(index, name, algorithm);
      }
      index.becameWhole();
    }
    return index;
  }

  private void fill(Index index, RepositoryName name, Algorithm algorithm) {
    Optional<String> last = Optional.empty();
    List<String> page;
    do {
      page = driver.children(Layout.revisions(name, algorithm), last, PAGE);
      page.stream()
          .flatMap(hex -> Layout.revision(algorithm, hex).stream())
          .forEach(
              each ->
                  read(each)
                      .flatMap(Manifest::subject)
                      .ifPresent(to -> index.add(to.digest(), each)));
      last = page.isEmpty() ? last : Optional.of(page.getLast());
    } while (page.size() == PAGE);
  }

  /** A referrer that was removed since stays in the index and is passed over here. */
  private Optional<Descriptor> descriptor(RepositoryName name, Digest referrer) {
    return links
        .find(Layout.revisionLink(name, referrer))
        .flatMap(_ -> bytes.find(referrer))
        .map(
            stored -> {
              Manifest manifest = Manifest.parse(stored.bytes(), Optional.empty());
              return new Descriptor(
                  stored.mediaType().toString(),
                  referrer,
                  stored.bytes().length,
                  manifest.effectiveArtifactType(),
                  manifest.annotations());
            });
  }

  private Optional<Manifest> read(Digest digest) {
    return bytes.find(digest).map(stored -> Manifest.parse(stored.bytes(), Optional.empty()));
  }

  private static final class Index {
    private final ConcurrentHashMap<Digest, ConcurrentSkipListSet<Digest>> bySubject =
        new ConcurrentHashMap<>();
    private volatile boolean whole;

    boolean isWhole() {
      return whole;
    }

    void becameWhole() {
      whole = true;
    }

    void add(Digest subject, Digest referrer) {
      bySubject.computeIfAbsent(subject, _ -> new ConcurrentSkipListSet<>()).add(referrer);
    }

    Set<Digest> of(Digest subject, Optional<Digest> after) {
      ConcurrentSkipListSet<Digest> all =
          bySubject.getOrDefault(subject, new ConcurrentSkipListSet<>());
      return after.<Set<Digest>>map(last -> all.tailSet(last, false)).orElse(all);
    }
  }
}
