package dev.lading.storage.s3;

import dev.lading.storage.BlobSource;
import java.util.Optional;

/**
 * A bucket and where keys are in it.
 *
 * @param chunkBytes how large a full fragment of an upload is
 */
record Store(Bucket bucket, ObjectNames names, int chunkBytes) {
  Listing listing() {
    return new Listing(bucket, names);
  }

  Optional<BlobSource> source(String object) {
    return bucket
        .find(object)
        .map(found -> new S3Source(bucket, object, found.info().size(), found.etag()));
  }
}
