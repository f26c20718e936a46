package dev.lading.trust.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ReadableStore;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Gun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The chain of generations of each GUN. It has no gaps: a generation is added only behind the
 * newest, and they are removed from the oldest on, one after the other, never the newest.
 *
 * <p>So two questions find the newest where an older one, or the newest itself, is remembered: if
 * the one behind is not there, and <em>after that</em> the remembered one still is, then nothing
 * behind it was ever removed, and it is the newest. Where nothing is remembered, or it is gone, or
 * far behind, a listing of one name tells. What is remembered is thus never trusted.
 */
final class Generations {
  /** About 30,000 files named, and still one small object. */
  static final int LIMIT_BYTES = 8 << 20;

  private static final int STEPS = 8;
  private static final int PAGE = 1000;

  /** Much: where a page is a request of its own, the driver sees to it. */
  private static final int PAGE_OF_ALL = 10_000;

  private final StorageDriver driver;

  // The newest that was seen of each; any may have been followed since.
  private final Cache<Gun, Seen> seen;

  /** With its size in the store, in place of that in memory. */
  private record Seen(Generation generation, int bytes) {}

  /**
   * @param rememberedBytes of generations, as they lie in the store
   */
  Generations(StorageDriver driver, long rememberedBytes) {
    this.driver = driver;
    this.seen =
        Caffeine.newBuilder()
            .maximumWeight(rememberedBytes)
            .<Gun, Seen>weigher((_, each) -> each.bytes())
            .executor(Runnable::run)
            .build();
  }

  /** The newest at some time during this call; empty when there never was one. */
  Optional<Generation> newest(Gun gun) {
    Optional<Generation> found =
        Optional.ofNullable(seen.getIfPresent(gun))
            .flatMap(remembered -> behind(remembered.generation()));
    return found.isPresent() ? found : listed(gun);
  }

  /** Empty when it is not there, or no longer. */
  Optional<Generation> find(Gun gun, long number) {
    return read(gun, number).map(Seen::generation);
  }

  /** The numbers of all that are there, the newest first. */
  List<Listed> kept(Gun gun) {
    List<Listed> kept = new ArrayList<>();
    Optional<Key> after = Optional.empty();
    List<ListedObject> page;
    do {
      page = driver.list(TrustLayout.generations(gun), after, PAGE);
      page.forEach(row -> Listed.of(gun, row).ifPresent(kept::add));
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == PAGE);
    return kept;
  }

  List<Listed> newestOfAll() {
    return newestOfAll(driver);
  }

  /** The newest of each GUN, without reading it. */
  static List<Listed> newestOfAll(ReadableStore store) {
    List<Listed> newest = new ArrayList<>();
    Optional<Key> after = Optional.empty();
    List<ListedObject> page;
    do {
      page = store.list(TrustLayout.GENERATIONS, after, PAGE_OF_ALL);
      page.forEach(row -> addIfFirst(newest, row));
      after = page.isEmpty() ? after : Optional.of(behind(page.getLast().key()));
    } while (page.size() == PAGE_OF_ALL);
    return newest;
  }

  private static void addIfFirst(List<Listed> newest, ListedObject row) {
    TrustLayout.gun(TrustLayout.GENERATIONS, row.key())
        .filter(gun -> newest.isEmpty() || !newest.getLast().gun().equals(gun))
        .flatMap(gun -> Listed.of(gun, row))
        .ifPresent(newest::add);
  }

  /** Where the next GUN begins: what else there is of this one need not be listed. */
  private static Key behind(Key last) {
    return TrustLayout.gun(TrustLayout.GENERATIONS, last).map(TrustLayout::behind).orElse(last);
  }

  /**
   * Commits, if nobody has added a generation behind the one that this follows.
   *
   * @param json of the generation
   */
  boolean add(Generation generation, byte[] json) {
    if (!driver.writeIfAbsent(key(generation), json)) {
      return false;
    }
    if (isLate(generation)) {
      driver.delete(key(generation));
      return false;
    }
    seen.put(generation.gun(), new Seen(generation, json.length));
    return true;
  }

  void remove(Gun gun, long number) {
    driver.delete(TrustLayout.generation(gun, number));
  }

  /**
   * Whether the name was free because its generation had already been removed: somebody paused for
   * longer than generations are kept. As the one before goes first, it tells by still being there.
   */
  private boolean isLate(Generation added) {
    Gun gun = added.gun();
    boolean isNext =
        added.number() > 1
            && driver.find(TrustLayout.generation(gun, added.number() - 1)).isPresent();
    return !isNext
        && newestNumber(gun).stream().anyMatch(newest -> newest != added.number())
        && find(gun, added.number() + 1).stream()
            .noneMatch(next -> next.previous().equals(Optional.of(added.publication())));
  }

  private Optional<Generation> behind(Generation remembered) {
    Generation last = remembered;
    for (int step = 0; step < STEPS; step++) {
      Optional<Seen> next = read(last.gun(), last.number() + 1);
      if (next.isEmpty()) {
        return driver.find(key(remembered)).isPresent() ? Optional.of(last) : Optional.empty();
      }
      last = next.get().generation();
      seen.put(last.gun(), next.get());
    }
    return Optional.empty();
  }

  private Optional<Generation> listed(Gun gun) {
    while (true) {
      OptionalLong number = newestNumber(gun);
      if (number.isEmpty()) {
        return Optional.empty();
      }
      Optional<Seen> newest = read(gun, number.getAsLong());
      if (newest.isPresent()) {
        seen.put(gun, newest.get());
        return Optional.of(newest.get().generation());
      }
      // It was followed and removed meanwhile: there is a newer one.
    }
  }

  private OptionalLong newestNumber(Gun gun) {
    return newestNumber(driver, gun);
  }

  static OptionalLong newestNumber(ReadableStore store, Gun gun) {
    Optional<Key> after = Optional.empty();
    while (true) {
      List<ListedObject> first = store.list(TrustLayout.generations(gun), after, 1);
      if (first.isEmpty()) {
        return OptionalLong.empty();
      }
      OptionalLong number = TrustLayout.generationNumber(first.getFirst().key().name());
      if (number.isPresent()) {
        return number;
      }
      after = Optional.of(first.getFirst().key());
    }
  }

  private Optional<Seen> read(Gun gun, long number) {
    Key key = TrustLayout.generation(gun, number);
    return driver
        .read(key, LIMIT_BYTES)
        .map(bytes -> new Seen(parse(key, bytes, gun, number), bytes.length));
  }

  static Generation parse(Key key, byte[] bytes, Gun gun, long number) {
    try {
      Generation generation = GenerationJson.read(bytes);
      if (!generation.gun().equals(gun) || generation.number() != number) {
        throw new DamagedTrustData(key, "is of another place", null);
      }
      return generation;
    } catch (IOException e) {
      throw new DamagedTrustData(key, "cannot be understood", e);
    }
  }

  private static Key key(Generation generation) {
    return TrustLayout.generation(generation.gun(), generation.number());
  }
}
