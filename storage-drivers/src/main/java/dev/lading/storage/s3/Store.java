package dev.lading.storage.s3;

import dev.lading.storage.BlobSource;
import java.util.Optional;

/**
 * A bucket, where keys are in it, and what its uploads may take.
 *
 * @param own the same bucket for what uploads read back of their own, for which clients that read
 *     slowly leave room
 * @param copiesAtOnce how many parts of one object are copied at the same time
 * @param clock the store's own
 */
record Store(
    Bucket bucket,
    Bucket own,
    ObjectNames names,
    Memory memory,
    int copiesAtOnce,
    StoreClock clock) {
  Listing listing() {
    return new Listing(bucket, names);
  }

  Assembly assembly() {
    return new Assembly(bucket, copiesAtOnce);
  }

  Copies copies() {
    return new Copies(assembly());
  }

  Optional<BlobSource> source(String object) {
    return source(bucket, object);
  }

  /** For an upload, of its own bytes. */
  Optional<BlobSource> ownSource(String object) {
    return source(own, object);
  }

  /** Reading has begun, unless there is nothing to read. */
  Optional<BlobSource> wholeSource(String object) {
    return ObjectStream.ofAll(bucket, object)
        .<BlobSource>map(all -> new BegunSource(bucket, object, all))
        .or(() -> source(object));
  }

  private static Optional<BlobSource> source(Bucket bucket, String object) {
    return bucket
        .find(object)
        .map(found -> new S3Source(bucket, object, found.info().size(), found.etag()));
  }
}
