package dev.lading.content.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.content.Change;
import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tags: names that move. What a tag names is always read from the store; listings and the way back
 * from a digest come from an index in memory once it is whole, else from the store as well.
 */
public final class Tags {
  private static final int PAGE = 1_000;
  private static final int INDEXED_REPOSITORIES = 1_000;
  private final StorageDriver driver;
  private final Links links;
  private final Changes changes;
  private final Executor background;
  private final Stripes stripes = new Stripes();
  private final Cache<RepositoryName, TagIndex> indexes =
      Caffeine.newBuilder().maximumSize(INDEXED_REPOSITORIES).build();

  Tags(StorageDriver driver, Links links, Changes changes, Executor background) {
    this.driver = driver;
    this.links = links;
    this.changes = changes;
    this.background = background;
  }

  /** The digest that the tag names now. */
  public Optional<Digest> resolve(RepositoryName name, Tag tag) {
    return links.find(Layout.tagLink(name, tag));
  }

  /** Tag names in byte order, those after {@code after} only; empty when there are none. */
  public List<String> list(RepositoryName name, Optional<String> after, int limit) {
    TagIndex index = index(name);
    return index.isWhole() ? index.names(after, limit) : stored(name, after, limit);
  }

  /**
   * Removes the tag; the manifest stays.
   *
   * @throws ManifestUnknown when there is no such tag
   */
  public void remove(RepositoryName name, Tag tag) {
    if (resolve(name, tag).isEmpty()) {
      throw new ManifestUnknown(name, tag.name());
    }
    stripes.guarded(lockName(name, tag), () -> removeNow(name, tag));
  }

  /** Points the tag at the digest: first into its history, then visibly. */
  void put(RepositoryName name, Tag tag, Digest digest) {
    stripes.guarded(
        lockName(name, tag),
        () -> {
          links.write(Layout.tagIndexLink(name, tag, digest), digest);
          links.write(Layout.tagLink(name, tag), digest);
          known(name).ifPresent(index -> index.put(tag, digest));
        });
    changes.tell(name, new Change.TagSet(tag, digest));
  }

  /** Removes every tag that names the digest, and tells them; those moved away meanwhile stay. */
  List<Tag> removeAll(RepositoryName name, Digest digest) {
    List<Tag> removed = new ArrayList<>();
    for (Tag tag : naming(name, digest)) {
      stripes.guarded(
          lockName(name, tag),
          () -> {
            if (resolve(name, tag).filter(digest::equals).isPresent()) {
              removeNow(name, tag);
              removed.add(tag);
            }
          });
    }
    return removed;
  }

  private void removeNow(RepositoryName name, Tag tag) {
    driver.delete(Layout.tagLink(name, tag));
    driver.deleteBelow(Layout.tag(name, tag));
    known(name).ifPresent(index -> index.remove(tag));
    changes.tell(name, new Change.TagRemoved(tag));
  }

  private Collection<Tag> naming(RepositoryName name, Digest digest) {
    TagIndex index = index(name);
    if (index.isWhole()) {
      return index.of(digest);
    }
    List<Tag> naming = new ArrayList<>();
    forEachStored(
        name,
        tag -> {
          if (resolve(name, tag).filter(digest::equals).isPresent()) {
            naming.add(tag);
          }
        });
    return naming;
  }

  /** The index, whole or being made whole. */
  private TagIndex index(RepositoryName name) {
    return indexes.get(
        name,
        _ -> {
          TagIndex index = new TagIndex();
          background.execute(() -> build(name, index));
          return index;
        });
  }

  private Optional<TagIndex> known(RepositoryName name) {
    return Optional.ofNullable(indexes.getIfPresent(name));
  }

  private void build(RepositoryName name, TagIndex index) {
    forEachStored(
        name,
        tag ->
            stripes.guarded(
                lockName(name, tag),
                () -> resolve(name, tag).ifPresent(digest -> index.put(tag, digest))));
    index.becameWhole();
  }

  private void forEachStored(RepositoryName name, Consumer<Tag> each) {
    Key tags = Layout.tags(name);
    Optional<String> last = Optional.empty();
    List<String> page;
    do {
      page = driver.children(tags, last, PAGE);
      page.stream().filter(Tag::isTag).map(Tag::new).forEach(each);
      last = page.isEmpty() ? last : Optional.of(page.getLast());
    } while (page.size() == PAGE);
  }

  /** A directory without {@code current/link} is what a removal leaves half-way: no tag. */
  private List<String> stored(RepositoryName name, Optional<String> after, int limit) {
    List<String> found = new ArrayList<>();
    Optional<String> last = after;
    while (found.size() < limit) {
      int wanted = limit - found.size();
      List<String> page = driver.children(Layout.tags(name), last, wanted);
      page.stream().filter(tag -> isTag(name, tag)).forEach(found::add);
      if (page.size() < wanted) {
        break;
      }
      last = Optional.of(page.getLast());
    }
    return found;
  }

  private boolean isTag(RepositoryName name, String tag) {
    return Tag.isTag(tag) && resolve(name, new Tag(tag)).isPresent();
  }

  private static String lockName(RepositoryName name, Tag tag) {
    return name + ":" + tag;
  }
}
