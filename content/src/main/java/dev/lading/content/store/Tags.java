package dev.lading.content.store;

import dev.lading.content.Change;
import dev.lading.content.ContentException;
import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.ContentException.PreconditionFailed;
import dev.lading.content.ContentException.TagImmutable;
import dev.lading.content.Digest;
import dev.lading.content.ImmutableTags;
import dev.lading.content.Precondition;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.Fence;
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
 * Tags: names that move, but for those that do not. What a tag names is always read from the store;
 * listings and the way back from a digest come from an index in memory once it is whole, else from
 * the store as well.
 */
public final class Tags {
  private static final Logger LOG = LoggerFactory.getLogger(Tags.class);
  private static final int LINKS_AT_ONCE = 16;

  private final StorageDriver driver;
  private final Links links;
  private final Changes changes;
  private final TagIndexes indexes;
  private final boolean isShared;
  private final Stripes stripes;
  private final ImmutableTags immutable;
  private final Pointing pointing;

  /**
   * What the stores of one registry share.
   *
   * @param isShared whether other processes change the store, so that nothing is remembered
   * @param immutable which tags stay what they are
   * @param pointing knows the same ones
   */
  record Parts(
      StorageDriver driver,
      Links links,
      Changes changes,
      TagIndexes indexes,
      Stripes stripes,
      boolean isShared,
      ImmutableTags immutable,
      Pointing pointing) {}

  Tags(Parts parts) {
    this.driver = parts.driver();
    this.links = parts.links();
    this.changes = parts.changes();
    this.indexes = parts.indexes();
    this.stripes = parts.stripes();
    this.isShared = parts.isShared();
    this.immutable = parts.immutable();
    this.pointing = parts.pointing();
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
   * Removes the tag for a client; the manifest stays.
   *
   * @throws ManifestUnknown when there is no such tag
   * @throws TagImmutable when it stays
   * @throws PreconditionFailed when it does not name what is asked for
   */
  public void remove(RepositoryName name, Tag tag, Precondition condition) {
    Digest named = resolve(name, tag).orElseThrow(() -> new ManifestUnknown(name, tag.name()));
    requireRemovable(name, tag, named);
    if (!removeIf(name, tag, digest -> condition.isMet(Optional.of(digest)))) {
      Optional<Digest> now = resolve(name, tag);
      throw now.isEmpty() || condition.isMet(now)
          ? new ManifestUnknown(name, tag.name())
          : new PreconditionFailed(name, tag, now);
    }
  }

  /** As {@link #remove(RepositoryName, Tag, Precondition)}, whatever it names. */
  public void remove(RepositoryName name, Tag tag) {
    remove(name, tag, Precondition.NONE);
  }

  /**
   * Removes the tag if it names the digest, for whoever keeps house here: an immutable one as well.
   * The manifest stays.
   *
   * @return whether it did
   */
  public boolean remove(RepositoryName name, Tag tag, Digest digest) {
    return removeIf(name, tag, digest::equals);
  }

  /**
   * What a push of these tags has to claim besides what it pushes: a collector that removes a tag
   * decided so some time ago, by what the tag named then, and that may be pushed again.
   */
  static List<Digest> claimed(RepositoryName name, List<Tag> pushed) {
    return pushed.stream().map(tag -> Doomed.Link.Tagged.claimed(name, tag)).toList();
  }

  /**
   * Points the tag at the digest.
   *
   * @throws TagImmutable when it names something else, and stays that
   * @throws PreconditionFailed when it does not name what is asked for
   */
  void put(RepositoryName name, Tag tag, Digest digest, Precondition condition) {
    attempt(new Pointing.Move(name, tag, digest, condition)).ifPresent(Tags::refuse);
  }

  /**
   * Points the tag at the digest unless it names anything by then.
   *
   * @return whether it did not
   */
  boolean create(RepositoryName name, Tag tag, Digest digest) {
    return attempt(new Pointing.Move(name, tag, digest, Optional::isEmpty)).isEmpty();
  }

  /**
   * What {@link #put} would come to now; changes nothing.
   *
   * @throws TagImmutable likewise
   * @throws PreconditionFailed likewise
   */
  void requirePut(RepositoryName name, Tag tag, Digest digest, Precondition condition) {
    pointing.refusal(new Pointing.Move(name, tag, digest, condition)).ifPresent(Tags::refuse);
  }

  private Optional<ContentException> attempt(Pointing.Move move) {
    return changing(
        move.name(),
        move.tag(),
        () -> {
          Optional<ContentException> refused = pointing.point(move);
          if (refused.isEmpty()) {
            indexes.put(move.name(), move.tag(), move.to());
            changes.tell(move.name(), new Change.TagSet(move.tag(), move.to()));
          }
          return refused;
        });
  }

  private void requireRemovable(RepositoryName name, Tag tag, Digest named) {
    immutable.refusal(name, tag, named).ifPresent(Tags::refuse);
  }

  private static void refuse(ContentException refusal) {
    throw refusal;
  }

  /**
   * Removes every tag that names the digest, and tells them; those moved away meanwhile stay.
   *
   * @throws TagImmutable when one of them stays; then none was removed
   */
  List<Tag> removeAll(RepositoryName name, Digest digest) {
    List<Tag> naming = naming(name, digest);
    naming.forEach(tag -> requireRemovable(name, tag, digest));
    return naming.stream().filter(tag -> removeIf(name, tag, digest::equals)).toList();
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
          Optional<Digest> found = resolve(name, tag).filter(named);
          found.ifPresent(
              digest -> {
                // First what makes it a tag; what a crash leaves of the rest is none.
                driver.delete(Layout.tagLink(name, tag));
                driver.deleteBelow(Layout.tag(name, tag));
                indexes.remove(name, tag);
                changes.tell(name, new Change.TagRemoved(tag, digest));
              });
          return found.isPresent();
        });
  }

  /**
   * Removes a tag that names the digest through a collector's fence. Its history is left to the
   * collector as well.
   *
   * @return whether it is confirmed that the tag does not name the digest any more
   */
  boolean unlink(RepositoryName name, Tag tag, Digest digest, Fence fence) {
    return changing(
        name,
        tag,
        () -> {
          if (!names(name, tag, digest)) {
            return true;
          }
          boolean isGone = fence.delete(Layout.tagLink(name, tag));
          if (isGone) {
            indexes.remove(name, tag);
            changes.tell(name, new Change.TagRemoved(tag, digest));
          }
          return isGone;
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
