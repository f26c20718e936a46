package dev.lading.storage.s3;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects in the order of their keys, which is the store's own, a thousand with each request. */
record Listing(Bucket bucket, ObjectNames names) {
  static final int PAGE = 1000;

  List<ListedObject> objects(Key prefix, Optional<Key> after, int limit) {
    List<ListedObject> rows = new ArrayList<>();
    Optional<String> last = after.map(names::of);
    boolean hasMore = limit > 0;
    while (hasMore) {
      ListObjectsV2Response page = page(prefix, last, Math.min(PAGE, limit - rows.size()));
      page.contents().forEach(object -> row(object).ifPresent(rows::add));
      hasMore = page.isTruncated() && rows.size() < limit;
      last = page.contents().isEmpty() ? last : Optional.of(page.contents().getLast().key());
    }
    return rows;
  }

  private ListObjectsV2Response page(Key prefix, Optional<String> after, int size) {
    return bucket.list(
        names.below(prefix),
        list -> {
          list.maxKeys(size);
          after.ifPresent(list::startAfter);
        });
  }

  private Optional<ListedObject> row(S3Object object) {
    return names
        .key(object.key())
        .map(
            key ->
                new ListedObject(
                    key, new ObjectInfo(object.size(), Bucket.storeTime(object.lastModified()))));
  }
}
