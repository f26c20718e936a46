package dev.lading.content.store;

import dev.lading.content.Change;
import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tags: names that move. What a tag names is always read from the store; listings and the way back
 * from a digest come from an index in memory once it is whole, else from the store as well.
 */
public final class Tags {
  private static final Logger LOG = LoggerFactory.getLogger(Tags.class);
  private static final int LINKS_AT_ONCE = 16;

  private final StorageDriver driver;
  private final Links links;
  private final Changes changes;
  private final TagIndexes indexes;
  private final boolean isShared;
  private final Stripes stripes = new Stripes();

  /**
   * @param isShared whether other processes change the store, so that nothing is remembered
   */
  Tags(StorageDriver driver, Links links, Changes changes, TagIndexes indexes, boolean isShared) {
    this.isShared = isShared;
    this.driver = driver;
    this.links = links;
    this.changes = changes;
    this.indexes = indexes;
  }

  /** The digest that the tag names now. */
  public Optional<Digest> resolve(RepositoryName name, Tag tag) {
    return links.find(Layout.tagLink(name, tag));
  }

  /** Tag names in byte order, those after {@code after} only; empty when there are none. */
  public List<String> list(RepositoryName name, Optional<String> after, int limit) {
    if (isShared) {
      return new TagListing(driver, name).names(after, limit);
    }
    return index(name)
        .map(index -> index.names(after, limit))
        .orElseGet(
            () ->
                stored(name, after, Math.clamp(limit, 1, Children.PAGE))
                    .filter(tag -> isReadable(name, tag))
                    .limit(limit)
                    .map(Tag::name)
                    .toList());
  }

  /**
   * Removes the tag; the manifest stays.
   *
   * @throws ManifestUnknown when there is no such tag
   */
  public void remove(RepositoryName name, Tag tag) {
    if (!removeIf(name, tag, _ -> true)) {
      throw new ManifestUnknown(name, tag.name());
    }
  }

  /** Points the tag at the digest: first into its history, then visibly. */
  void put(RepositoryName name, Tag tag, Digest digest) {
    changing(
        name,
        tag,
        () -> {
          links.write(Layout.tagIndexLink(name, tag, digest), digest);
          links.write(Layout.tagLink(name, tag), digest);
          indexes.put(name, tag, digest);
          changes.tell(name, new Change.TagSet(tag, digest));
          return digest;
        });
  }

  /** Removes every tag that names the digest, and tells them; those moved away meanwhile stay. */
  List<Tag> removeAll(RepositoryName name, Digest digest) {
    return naming(name, digest).stream()
        .filter(tag -> removeIf(name, tag, digest::equals))
        .toList();
  }

  /**
   * Removes the tag if what it names is as asked for, which is asked under the tag's lock.
   *
   * @return whether it was there, and was removed
   */
  boolean removeIf(RepositoryName name, Tag tag, Predicate<Digest> named) {
    return changing(
        name,
        tag,
        () -> {
          boolean found = resolve(name, tag).filter(named).isPresent();
          if (found) {
            // First what makes it a tag; what a crash leaves of the rest is none.
            driver.delete(Layout.tagLink(name, tag));
            driver.deleteBelow(Layout.tag(name, tag));
            indexes.remove(name, tag);
            changes.tell(name, new Change.TagRemoved(tag));
          }
          return found;
        });
  }

  /** Whoever changes a tag, or brings it into an index, holds that tag's lock around both. */
  private <T> T changing(RepositoryName name, Tag tag, Supplier<T> change) {
    return stripes.guarded(name + ":" + tag, () -> indexes.changing(name, change));
  }

  private List<Tag> naming(RepositoryName name, Digest digest) {
    if (isShared) {
      return namingOfShared(name, digest);
    }
    return index(name)
        .map(index -> index.of(digest))
        .orElseGet(() -> naming(name, digest, stored(name, Optional.empty(), Children.PAGE)));
  }

  private List<Tag> naming(RepositoryName name, Digest digest, Stream<Tag> candidates) {
    return candidates.filter(tag -> names(name, tag, digest)).toList();
  }

  /** A store that others change is one that is far away: links are not read one after the other. */
  private List<Tag> namingOfShared(RepositoryName name, Digest digest) {
    List<Supplier<Optional<Tag>>> looks =
        new TagListing(driver, name)
            .everNaming(digest)
            .map(
                tag ->
                    (Supplier<Optional<Tag>>)
                        () -> Optional.of(tag).filter(each -> names(name, each, digest)))
            .toList();
    return Parallel.run(looks, LINKS_AT_ONCE, "reading the tags of " + name).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private boolean names(RepositoryName name, Tag tag, Digest digest) {
    return resolve(name, tag).filter(digest::equals).isPresent();
  }

  private Optional<TagIndex> index(RepositoryName name) {
    return indexes.find(
        name, () -> stored(name, Optional.empty(), Children.PAGE), tag -> bringIn(name, tag));
  }

  private void bringIn(RepositoryName name, Tag tag) {
    changing(
        name,
        tag,
        () -> {
          Optional<Digest> digest = resolve(name, tag);
          digest.ifPresent(named -> indexes.put(name, tag, named));
          return digest;
        });
  }

  /** What may be tags: a directory without {@code current/link} is what a crash leaves of one. */
  private Stream<Tag> stored(RepositoryName name, Optional<String> after, int page) {
    return Children.after(driver, Layout.tags(name), after, page).filter(Tag::isTag).map(Tag::new);
  }

  /** One tag that the disk does not give back must not hide all others. */
  private boolean isReadable(RepositoryName name, Tag tag) {
    try {
      return resolve(name, tag).isPresent();
    } catch (StorageUnavailable e) {
      LOG.warn("tag unreadable repository={} tag={}", name, tag, e);
      return false;
    }
  }
}
