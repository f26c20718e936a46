package dev.lading.content.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tag indexes of the repositories asked about lately, bounded in memory. One is filled in the
 * background when it is first asked for; while that goes on, when it failed, or when the repository
 * has more tags than may be remembered, there is none and answers are computed from the store.
 *
 * <p>An index may be dropped at any moment, also while it is filled or changed. Nothing is lost by
 * that: whoever changes a tag looks for the index after the store was changed, so that an index
 * begun later reads the change.
 */
final class TagIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(TagIndexes.class);

  /** About what a tag costs: the name, two nodes of skip lists, and the digest that both share. */
  private static final int TAG_BYTES = 300;

  private static final int INDEX_BYTES = 1_000;

  private static final Duration GIVEN_UP_FOR = Duration.ofMinutes(10);
  private static final Duration AS_LONG_AS_THERE_IS_ROOM = ChronoUnit.FOREVER.getDuration();

  private final int mostTags;
  private final Executor background;
  private final Cache<RepositoryName, TagIndex> indexes;

  TagIndexes(long limitBytes, Executor background) {
    // One more must still fit: an index is given up before it is dropped for its weight.
    this.mostTags = Math.clamp((limitBytes - INDEX_BYTES) / TAG_BYTES - 1, 0, Integer.MAX_VALUE);
    this.background = background;
    this.indexes =
        Caffeine.newBuilder()
            .maximumWeight(limitBytes)
            .weigher((RepositoryName _, TagIndex index) -> weight(index))
            .expireAfter(Expiry.<RepositoryName, TagIndex>writing((_, index) -> lifetime(index)))
            .executor(Runnable::run)
            .build();
  }

  /**
   * The index if it is whole. If there is none, it is begun.
   *
   * @param tags all tags of the repository
   * @param refresh takes each tag's lock, reads the tag and tells {@link #put}
   */
  Optional<TagIndex> find(RepositoryName name, Supplier<Stream<Tag>> tags, Consumer<Tag> refresh) {
    if (mostTags == 0) {
      return Optional.empty();
    }
    TagIndex index = indexes.get(name, _ -> new TagIndex());
    if (index.begin()) {
      begin(name, index, () -> fill(name, index, tags, refresh));
    }
    return Optional.of(index).filter(TagIndex::isWhole);
  }

  /**
   * Runs a change of the store that tells {@link #put} or {@link #remove}, under the tag's lock.
   * When it fails, nobody knows how far it came: the index is dropped, and read anew.
   */
  <T> T changing(RepositoryName name, Supplier<T> change) {
    boolean done = false;
    try {
      T result = change.get();
      done = true;
      return result;
    } finally {
      if (!done) {
        indexes.invalidate(name);
      }
    }
  }

  /** To be told under the tag's lock, after the store was changed. */
  void put(RepositoryName name, Tag tag, Digest digest) {
    change(name, index -> index.put(tag, digest));
  }

  /** To be told under the tag's lock, after the store was changed. */
  void remove(RepositoryName name, Tag tag) {
    change(name, index -> index.remove(tag));
  }

  private void begin(RepositoryName name, TagIndex index, Runnable filling) {
    try {
      background.execute(filling);
    } catch (RejectedExecutionException _) {
      LOG.debug("no index while the server stops repository={}", name);
      indexes.asMap().remove(name, index);
    }
  }

  private void fill(
      RepositoryName name, TagIndex index, Supplier<Stream<Tag>> tags, Consumer<Tag> refresh) {
    try {
      tags.get().takeWhile(_ -> isWanted(name, index)).forEach(refresh);
      if (index.size() > mostTags) {
        LOG.warn("more tags than are remembered repository={} limit={}", name, mostTags);
        index.giveUp();
        indexes.put(name, index);
      } else if (isWanted(name, index)) {
        index.becameWhole();
      }
    } catch (StorageException e) {
      LOG.warn("tags cannot be indexed repository={}", name, e);
    } finally {
      if (index.isFilling()) {
        indexes.asMap().remove(name, index);
      }
    }
  }

  private boolean isWanted(RepositoryName name, TagIndex index) {
    return index.equals(indexes.getIfPresent(name)) && index.size() <= mostTags;
  }

  /** Changes the index, if there is one, and has it weighed anew. */
  private void change(RepositoryName name, Consumer<TagIndex> change) {
    TagIndex now = indexes.getIfPresent(name);
    if (now == null || now.isGivenUp()) {
      return; // and a write would make it stay given up for longer
    }
    indexes
        .asMap()
        .computeIfPresent(
            name,
            (_, index) -> {
              change.accept(index);
              return index;
            });
  }

  /** One that was given up is tried again: tags may have been removed since. */
  private static Duration lifetime(TagIndex index) {
    return index.isGivenUp() ? GIVEN_UP_FOR : AS_LONG_AS_THERE_IS_ROOM;
  }

  private static int weight(TagIndex index) {
    return (int) Math.min(Integer.MAX_VALUE, INDEX_BYTES + (long) TAG_BYTES * index.size());
  }
}
