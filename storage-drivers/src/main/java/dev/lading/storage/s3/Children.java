package dev.lading.storage.s3;

import dev.lading.storage.Key;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The names directly below a prefix, in the order of names. The store's order is another one: it
 * compares {@code a/} with {@code a-b/}, and {@code -} comes before {@code /}. So when it has told
 * of {@code a-b}, it may still come to {@code a}; but whatever it may still come to that sorts
 * before a name it has told is the beginning of the last name it has told, and those few are asked
 * for one by one.
 */
final class Children {
  private final Bucket bucket;
  private final String prefix;
  private final int pageSize;

  /**
   * @param pageSize how many names are asked for at once, at most 1,000
   */
  Children(Store store, Key prefix, int pageSize) {
    this.bucket = store.bucket();
    this.prefix = store.names().below(prefix);
    this.pageSize = pageSize;
  }

  List<String> after(Optional<String> after, int limit) {
    if (limit <= 0) {
      return List.of();
    }
    NavigableSet<String> found = new TreeSet<>();
    ListObjectsV2Response page =
        bucket.list(prefix, list -> after.map(prefix::concat).ifPresent(paged(list)::startAfter));
    take(page, after, found);
    while (page.isTruncated() && found.size() < limit) {
      String token = page.nextContinuationToken();
      page = bucket.list(prefix, list -> paged(list).continuationToken(token));
      take(page, after, found);
    }
    if (page.isTruncated()) {
      toCome(last(page))
          .filter(name -> isAfter(name, after) && !found.contains(name) && isPrefix(name))
          .forEach(found::add);
    }
    return found.stream().limit(limit).toList();
  }

  private ListObjectsV2Request.Builder paged(ListObjectsV2Request.Builder list) {
    return list.delimiter("/").maxKeys(pageSize);
  }

  private void take(ListObjectsV2Response page, Optional<String> after, Set<String> found) {
    names(page).filter(name -> isAfter(name, after)).forEach(found::add);
  }

  private Stream<String> names(ListObjectsV2Response page) {
    return Stream.concat(
            page.contents().stream().map(S3Object::key),
            page.commonPrefixes().stream()
                .map(CommonPrefix::prefix)
                .map(name -> name.substring(0, name.length() - 1)))
        .map(name -> name.substring(prefix.length()))
        .filter(Key::isSegment);
  }

  /** The last name of a page, in the store's order. */
  private String last(ListObjectsV2Response page) {
    return Stream.concat(
            page.contents().stream().map(S3Object::key),
            page.commonPrefixes().stream().map(CommonPrefix::prefix))
        .max(String::compareTo)
        .map(name -> name.substring(prefix.length()))
        .orElse("");
  }

  /** The beginnings of {@code last} that the store would name only after it, as prefixes. */
  private static Stream<String> toCome(String last) {
    return IntStream.range(1, last.length())
        .filter(end -> last.charAt(end) < '/')
        .mapToObj(end -> last.substring(0, end))
        .filter(Key::isSegment);
  }

  private boolean isPrefix(String name) {
    return !bucket.list(prefix + name + "/", list -> list.maxKeys(1)).contents().isEmpty();
  }

  private static boolean isAfter(String name, Optional<String> after) {
    return after.isEmpty() || name.compareTo(after.get()) > 0;
  }
}
