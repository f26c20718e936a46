package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Change;
import dev.lading.content.ContentException.BlobUnknown;
import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Layers and configs. Bytes are stored once under their digest; a repository holds a blob by a
 * link, and no blob is readable but through a repository's link.
 */
public final class Blobs {
  private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);
  private final StorageDriver driver;
  private final Links links;
  private final Publication publication;
  private final Damage damage;
  private final Changes changes;

  Blobs(
      StorageDriver driver, Links links, Publication publication, Damage damage, Changes changes) {
    this.driver = driver;
    this.links = links;
    this.publication = publication;
    this.damage = damage;
    this.changes = changes;
  }

  /** The size of a blob that the repository holds. */
  public Optional<Long> find(RepositoryName name, Digest digest) {
    return held(name, digest).map(Held::size);
  }

  /** As {@link #find}, for somebody who may be about to push what refers to it. */
  public Optional<Long> findToRelyOn(RepositoryName name, Digest digest) {
    return publication.look(digest, () -> find(name, digest));
  }

  /**
   * The blob opened for reading; the caller closes it.
   *
   * @throws BlobUnknown when the repository does not hold it
   */
  public BlobSource open(RepositoryName name, Digest digest) {
    return open(name, digest, driver::source);
  }

  /** As {@link #open}, for a caller that is about to read all of it. */
  public BlobSource openWhole(RepositoryName name, Digest digest) {
    return open(name, digest, driver::wholeSource);
  }

  /**
   * The bytes of a small blob that the repository holds, for a look at them: nothing is handed out.
   * Empty when it does not hold it, or only with other bytes, or with more.
   */
  public Optional<byte[]> read(RepositoryName name, Digest digest, int limitBytes) {
    return target(name, digest)
        .flatMap(
            target ->
                data(target)
                    .filter(info -> info.size() <= limitBytes)
                    .flatMap(_ -> driver.read(Layout.blobData(target), limitBytes))
                    .filter(target::matches));
  }

  /**
   * Lets the repository read a blob that one of the candidates holds already: claim; source link,
   * data; link; deadline.
   *
   * @return the repository that had it, or empty: then the client has to upload
   */
  public Optional<RepositoryName> mount(
      RepositoryName name, Digest digest, Collection<RepositoryName> candidates) {
    if (candidates.stream().allMatch(each -> find(each, digest).isEmpty())) {
      return Optional.empty();
    }
    Optional<RepositoryName> source =
        publication.publish(
            List.of(digest),
            () -> {
              for (RepositoryName each : candidates) {
                Optional<Held> held = held(each, digest);
                if (held.isPresent()) {
                  links.write(Layout.layerLink(name, digest), held.get().target());
                  return Optional.of(each);
                }
              }
              return Optional.<RepositoryName>empty();
            });
    source.ifPresent(from -> changes.tell(name, new Change.BlobMounted(digest, Optional.of(from))));
    return source;
  }

  /**
   * Takes the blob from this repository, also one whose bytes are gone or damaged; others that hold
   * it keep it, and the bytes stay until they are collected.
   *
   * @throws BlobUnknown when the repository does not hold it
   */
  public void remove(RepositoryName name, Digest digest) {
    if (target(name, digest).isEmpty()) {
      throw new BlobUnknown(name, digest);
    }
    driver.delete(Layout.layerLink(name, digest));
    changes.tell(name, new Change.BlobRemoved(digest));
  }

  /**
   * Makes verified bytes a blob of the repository: claim; data if absent; link; deadline. Bytes of
   * another size under that digest are a torn write of somebody else's and are replaced.
   *
   * @param show makes the bytes visible under {@link Layout#blobData} by one atomic step; run once,
   *     or not at all when they are there
   * @throws StoreBusy also when they were shown, the deadline passed, and a collector took them:
   *     whoever sent them has to send them again
   */
  void publish(RepositoryName name, Digest digest, long size, Runnable show) {
    Runnable showOnce = once(digest, show);
    publication.publish(
        List.of(digest),
        () -> {
          if (data(digest).filter(info -> info.size() == size).isEmpty()) {
            showOnce.run();
            damage.healed(digest);
          }
          links.write(Layout.layerLink(name, digest), digest);
          return digest;
        });
    changes.tell(name, new Change.BlobPushed(digest, size));
  }

  /** Where bytes came from, they are no more. */
  private static Runnable once(Digest digest, Runnable show) {
    AtomicBoolean isShown = new AtomicBoolean();
    return () -> {
      if (isShown.getAndSet(true)) {
        throw new StoreBusy(digest + " was removed again before its upload ended");
      }
      show.run();
    };
  }

  /** What stands behind a blob that the repository holds. */
  Optional<Held> held(RepositoryName name, Digest digest) {
    return target(name, digest)
        .flatMap(target -> data(target).map(info -> new Held(target, info.size())));
  }

  /**
   * A blob of a repository.
   *
   * @param target under which digest its bytes are stored
   */
  record Held(Digest target, long size) {}

  /** Stored bytes that may be answered as existing. */
  Optional<ObjectInfo> data(Digest digest) {
    return driver
        .find(Layout.blobData(digest))
        .filter(info -> !damage.isKnown(digest) && isPossible(digest, info.size()));
  }

  private BlobSource open(
      RepositoryName name, Digest digest, Function<Key, Optional<BlobSource>> opening) {
    BlobSource source =
        target(name, digest)
            .flatMap(target -> source(name, target, opening))
            .orElseThrow(() -> new BlobUnknown(name, digest));
    changes.tell(name, new Change.BlobPulled(digest, source.size()));
    return source;
  }

  private Optional<Digest> target(RepositoryName name, Digest digest) {
    return links.find(Layout.layerLink(name, digest), digest);
  }

  /** A link whose bytes are gone is not what any order of our own writes leaves. */
  private Optional<BlobSource> source(
      RepositoryName name, Digest target, Function<Key, Optional<BlobSource>> opening) {
    Optional<BlobSource> source =
        opening.apply(Layout.blobData(target)).filter(each -> isReadable(target, each));
    if (source.isEmpty()) {
      LOG.error("a linked blob is missing or damaged repository={} digest={}", name, target);
    }
    return source;
  }

  private boolean isReadable(Digest digest, BlobSource source) {
    boolean readable = !damage.isKnown(digest) && isPossible(digest, source.size());
    if (!readable) {
      source.close();
    }
    return readable;
  }

  /** An empty file is what distribution leaves of a blob after a power loss. */
  private static boolean isPossible(Digest digest, long size) {
    return size > 0 || digest.equals(EmptyBlob.of(digest.algorithm()));
  }

  /** The digests of no bytes at all. */
  private static final class EmptyBlob {
    private static final Digest SHA256 = Digest.of(Algorithm.SHA256, new byte[0]);
    private static final Digest SHA512 = Digest.of(Algorithm.SHA512, new byte[0]);

    static Digest of(Algorithm algorithm) {
      return switch (algorithm) {
        case SHA256 -> SHA256;
        case SHA512 -> SHA512;
      };
    }
  }
}
