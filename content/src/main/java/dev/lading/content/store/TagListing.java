package dev.lading.content.store;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.StorageDriver;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the keys below a repository's tags tell without reading any: for stores where a look at each
 * of a thousand objects is a thousand requests, and a listing of all is one.
 */
record TagListing(StorageDriver driver, RepositoryName name) {
  private static final int PAGE = 1_000;

  /** Names in byte order, those after {@code after} only. */
  List<String> names(Optional<String> after, int limit) {
    return Stream.iterate(
            page(after, limit),
            names -> !names.isEmpty(),
            names -> names.size() < limit ? List.of() : page(Optional.of(names.getLast()), limit))
        .flatMap(names -> tagsAmong(names).stream())
        .limit(limit)
        .toList();
  }

  /** Tags that name the digest, or did at some time. */
  Stream<Tag> everNaming(Digest digest) {
    return keys(Layout.tags(name))
        .flatMap(key -> tagOf(key).stream())
        .filter(tagged -> tagged.key().equals(Layout.tagIndexLink(name, tagged.tag(), digest)))
        .map(Tagged::tag);
  }

  private record Tagged(Tag tag, Key key) {}

  private List<String> page(Optional<String> after, int limit) {
    return driver.children(Layout.tags(name), after, limit);
  }

  /** Those that name something: what a crash leaves of a tag is none. In the same order. */
  private List<String> tagsAmong(List<String> names) {
    Set<Key> links = links(names.stream().filter(Tag::isTag).map(Tag::new).toList());
    return names.stream()
        .filter(Tag::isTag)
        .filter(tag -> links.contains(Layout.tagLink(name, new Tag(tag))))
        .toList();
  }

  /** The order of keys is not that of names, so the first and the last are looked for. */
  private Set<Key> links(List<Tag> tags) {
    Comparator<Key> order = Comparator.comparing(Key::path);
    Optional<Key> last = tags.stream().map(tag -> Layout.tagLink(name, tag)).max(order);
    Set<Key> links = new HashSet<>();
    tags.stream()
        .map(tag -> Layout.tag(name, tag))
        .min(order)
        .ifPresent(
            first ->
                keys(first)
                    .takeWhile(key -> order.compare(key, last.orElse(key)) <= 0)
                    .forEach(links::add));
    return links;
  }

  /** All keys below the tags that come after one, read page by page. */
  private Stream<Key> keys(Key after) {
    Function<Key, List<ListedObject>> next =
        from -> driver.list(Layout.tags(name), Optional.of(from), PAGE);
    return Stream.iterate(
            next.apply(after),
            page -> !page.isEmpty(),
            page -> page.size() < PAGE ? List.of() : next.apply(page.getLast().key()))
        .flatMap(List::stream)
        .filter(object -> object.info().size() > 0) // a link that was never written to its end
        .map(ListedObject::key);
  }

  private Optional<Tagged> tagOf(Key key) {
    String below = key.path().substring(Layout.tags(name).path().length() + 1);
    String segment = below.substring(0, Math.max(0, below.indexOf('/')));
    return Tag.isTag(segment) ? Optional.of(new Tagged(new Tag(segment), key)) : Optional.empty();
  }
}
