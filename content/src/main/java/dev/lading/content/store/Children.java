package dev.lading.content.store;

import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names below one key, however many. */
final class Children {
  /** Much: a directory is read again for each page. */
  static final int PAGE = 10_000;

  private Children() {}

  /** In byte order, read page by page as they are asked for. */
  static Stream<String> of(StorageDriver driver, Key prefix) {
    return after(driver, prefix, Optional.empty(), PAGE);
  }

  /**
   * As {@link #of}, those after {@code after} only.
   *
   * @param page how many are read at once
   */
  static Stream<String> after(StorageDriver driver, Key prefix, Optional<String> after, int page) {
    return Stream.iterate(
            driver.children(prefix, after, page),
            names -> !names.isEmpty(),
            names ->
                names.size() < page
                    ? List.of()
                    : driver.children(prefix, Optional.of(names.getLast()), page))
        .flatMap(List::stream);
  }
}
