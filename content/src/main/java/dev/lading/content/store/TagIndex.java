package dev.lading.content.store;

import dev.lading.content.Digest;
import dev.lading.content.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The tags of one repository in memory, sorted, and which tags name a digest. Disposable: until it
 * is {@linkplain #isWhole whole}, nothing is answered from it. Whoever changes a tag holds that
 * tag's lock around the store's change and this one's, so that both see changes in one order.
 */
final class TagIndex {
  private final ConcurrentSkipListMap<String, Digest> tags = new ConcurrentSkipListMap<>();
  private final ConcurrentHashMap<Digest, Set<Tag>> byDigest = new ConcurrentHashMap<>();
  private volatile boolean whole;

  boolean isWhole() {
    return whole;
  }

  void becameWhole() {
    whole = true;
  }

  void put(Tag tag, Digest digest) {
    Optional.ofNullable(tags.put(tag.name(), digest))
        .filter(before -> !before.equals(digest))
        .ifPresent(before -> forget(before, tag));
    byDigest.compute(
        digest,
        (_, before) -> {
          Set<Tag> tagged = before == null ? new HashSet<>() : before;
          tagged.add(tag);
          return tagged;
        });
  }

  void remove(Tag tag) {
    Optional.ofNullable(tags.remove(tag.name())).ifPresent(before -> forget(before, tag));
  }

  /** Byte order, those after {@code after} only. */
  List<String> names(Optional<String> after, int limit) {
    return after.map(last -> tags.tailMap(last, false)).orElse(tags).keySet().stream()
        .limit(limit)
        .toList();
  }

  /** In no order. */
  Set<Tag> of(Digest digest) {
    Set<Tag> found = new HashSet<>();
    byDigest.computeIfPresent(
        digest,
        (_, tagged) -> {
          found.addAll(tagged);
          return tagged;
        });
    return found;
  }

  private void forget(Digest digest, Tag tag) {
    byDigest.computeIfPresent(
        digest,
        (_, tagged) -> {
          tagged.remove(tag);
          return tagged.isEmpty() ? null : tagged;
        });
  }
}
