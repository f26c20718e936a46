package dev.lading.content.claim;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ReadableStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects below one key, however many. */
public final class Listed {
  private static final int PAGE = 1_000;

  private Listed() {}

  /** In byte order of their keys, read page by page as they are asked for. */
  public static Stream<ListedObject> below(ReadableStore store, Key prefix) {
    return below(store, prefix, PAGE);
  }

  /**
   * As {@link #below(ReadableStore, Key)}.
   *
   * @param limit how many are read at once
   */
  public static Stream<ListedObject> below(ReadableStore store, Key prefix, int limit) {
    return Stream.iterate(
            store.list(prefix, Optional.empty(), limit),
            page -> !page.isEmpty(),
            page ->
                page.size() < limit
                    ? List.of()
                    : store.list(prefix, Optional.of(page.getLast().key()), limit))
        .flatMap(List::stream);
  }
}
