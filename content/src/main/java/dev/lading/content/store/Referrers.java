package dev.lading.content.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.content.RepositoryName;
import dev.lading.storage.StorageUnavailable;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which manifests are about which. Derived from the manifests themselves, so that what another
 * registry wrote counts as well, whatever its fallback tags say: the first question to a repository
 * reads each of its manifests once, later ones ask an index in memory.
 */
public final class Referrers {
  private static final Logger LOG = LoggerFactory.getLogger(Referrers.class);

  /** About what a referrer costs: a node of a skip list, and two digests. */
  private static final int REFERRER_BYTES = 320;

  private static final int INDEX_BYTES = 1_000;
  private final Revisions revisions;
  private final ManifestBytes bytes;
  private final Cache<RepositoryName, ReferrerIndex> indexes;

  Referrers(Revisions revisions, ManifestBytes bytes, long limitBytes) {
    this.revisions = revisions;
    this.bytes = bytes;
    this.indexes =
        Caffeine.newBuilder()
            .maximumWeight(limitBytes)
            .weigher((RepositoryName _, ReferrerIndex index) -> weight(index))
            .executor(Runnable::run)
            .build();
  }

  /**
   * Descriptors of what refers to the subject, in the order of their digests, those after {@code
   * after} only; lazily read, so that the caller takes as many as it answers.
   */
  public Stream<Descriptor> of(RepositoryName name, Digest subject, Optional<Digest> after) {
    ReferrerIndex index = indexes.get(name, _ -> new ReferrerIndex());
    index.fill(() -> fill(name, index));
    return index.of(subject, after).flatMap(each -> descriptor(name, each).stream());
  }

  /** To be told under the referrer's lock, after its link was written. */
  void add(RepositoryName name, Digest subject, Digest referrer) {
    change(name, index -> index.add(subject, referrer));
  }

  /** To be told under the referrer's lock, after its link was removed. */
  void remove(RepositoryName name, Digest referrer) {
    read(referrer).ifPresent(to -> change(name, index -> index.remove(to, referrer)));
  }

  /** To be told when nobody knows how far a change of the repository's links came. */
  void distrust(RepositoryName name) {
    indexes.invalidate(name);
  }

  /**
   * Fills this very index, be it dropped meanwhile: the one who asked answers from it.
   *
   * @return whether every manifest of the repository could be read
   */
  private boolean fill(RepositoryName name, ReferrerIndex index) {
    // Not allMatch: one that cannot be read must not hide those behind it.
    long unread = revisions.list(name).filter(each -> !isTaken(name, index, each)).count();
    change(name, _ -> {});
    return unread == 0;
  }

  private boolean isTaken(RepositoryName name, ReferrerIndex index, Digest referrer) {
    try {
      read(referrer)
          .ifPresent(to -> revisions.whileHeld(name, referrer, () -> index.add(to, referrer)));
      return true;
    } catch (StorageUnavailable e) {
      LOG.warn("manifest unreadable repository={} digest={}", name, referrer, e);
      return false;
    }
  }

  /** What the manifest is about. */
  private Optional<Digest> read(Digest digest) {
    return bytes
        .find(digest)
        .flatMap(stored -> Manifest.parse(stored.bytes(), Optional.empty()).subject())
        .map(Descriptor::digest);
  }

  private Optional<Descriptor> descriptor(RepositoryName name, Digest referrer) {
    return Optional.of(referrer)
        .filter(each -> revisions.holds(name, each))
        .flatMap(bytes::find)
        .map(Referrers::describe);
  }

  private static Descriptor describe(StoredManifest stored) {
    Manifest manifest = Manifest.parse(stored.bytes(), Optional.empty());
    return new Descriptor(
        stored.mediaType().toString(),
        stored.digest(),
        stored.bytes().length,
        manifest.effectiveArtifactType(),
        manifest.annotations());
  }

  /** Changes the index, if there is one, and has it weighed anew. */
  private void change(RepositoryName name, Consumer<ReferrerIndex> change) {
    indexes
        .asMap()
        .computeIfPresent(
            name,
            (_, index) -> {
              change.accept(index);
              return index;
            });
  }

  private static int weight(ReferrerIndex index) {
    return (int) Math.min(Integer.MAX_VALUE, INDEX_BYTES + (long) REFERRER_BYTES * index.size());
  }
}
