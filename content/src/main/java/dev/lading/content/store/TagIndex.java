package dev.lading.content.store;

import dev.lading.content.Digest;
import dev.lading.content.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The tags of one repository in memory, sorted, and which tags name a digest. Disposable: until it
 * is {@linkplain #isWhole whole}, nothing is answered from it. Whoever changes a tag holds that
 * tag's lock around the store's change and this one's, so that both see changes in one order.
 */
final class TagIndex {
  private final ConcurrentSkipListMap<String, Digest> tags = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListSet<Naming> namings = new ConcurrentSkipListSet<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

  private enum State {
    NEW,
    FILLING,
    WHOLE,
    GIVEN_UP
  }

  /** True for one caller only, who is to fill it. */
  boolean begin() {
    return state.compareAndSet(State.NEW, State.FILLING);
  }

  boolean isFilling() {
    return state.get() == State.FILLING;
  }

  boolean isWhole() {
    return state.get() == State.WHOLE;
  }

  boolean isGivenUp() {
    return state.get() == State.GIVEN_UP;
  }

  void becameWhole() {
    state.set(State.WHOLE);
  }

  /** It never becomes whole, and remembers nothing more. */
  void giveUp() {
    state.set(State.GIVEN_UP);
    tags.clear();
    namings.clear();
    size.set(0);
  }

  int size() {
    return size.get();
  }

  void put(Tag tag, Digest digest) {
    if (state.get() == State.GIVEN_UP) {
      return;
    }
    Digest before = tags.put(tag.name(), digest);
    if (before == null) {
      size.incrementAndGet();
    } else {
      namings.remove(new Naming(before, tag.name()));
    }
    namings.add(new Naming(digest, tag.name()));
  }

  void remove(Tag tag) {
    Digest before = tags.remove(tag.name());
    if (before != null) {
      size.decrementAndGet();
      namings.remove(new Naming(before, tag.name()));
    }
  }

  /** Byte order, those after {@code after} only. */
  List<String> names(Optional<String> after, int limit) {
    return after.map(last -> tags.tailMap(last, false)).orElse(tags).keySet().stream()
        .limit(limit)
        .toList();
  }

  /** Byte order. */
  List<Tag> of(Digest digest) {
    return namings.tailSet(new Naming(digest, ""), true).stream()
        .takeWhile(naming -> naming.digest().equals(digest))
        .map(naming -> new Tag(naming.tag()))
        .toList();
  }

  /** That a tag names a digest. */
  private record Naming(Digest digest, String tag) implements Comparable<Naming> {
    private static final Comparator<Naming> ORDER =
        Comparator.comparing(Naming::digest).thenComparing(Naming::tag);

    @Override
    public int compareTo(Naming other) {
      return ORDER.compare(this, other);
    }
  }
}
