package dev.lading.content.interleaving;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import java.util.List;
import java.util.Optional;

/** What is below a prefix at one moment, page by page as a driver tells it. */
record SteppedListing(Key prefix, List<ListedObject> all) {
  static SteppedListing of(Site site, Key prefix, Timing timing) {
    return new SteppedListing(
        prefix,
        site.list(prefix).stream()
            .map(each -> new ListedObject(each.key(), timing.seen(each.key(), each.info())))
            .toList());
  }

  List<ListedObject> after(Optional<Key> after, int limit) {
    return all.stream()
        .filter(each -> after.isEmpty() || each.key().compareTo(after.get()) > 0)
        .limit(limit)
        .toList();
  }

  List<String> children(Optional<String> after, int limit) {
    int start = prefix.path().length() + 1;
    return all.stream()
        .map(each -> each.key().path().substring(start).split("/", 2)[0])
        .filter(name -> after.isEmpty() || name.compareTo(after.get()) > 0)
        .distinct()
        .sorted()
        .limit(limit)
        .toList();
  }
}
