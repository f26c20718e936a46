package dev.lading.storage.s3;

import dev.lading.storage.StorageException;
import dev.lading.storage.s3.AbandonedUploads.Aborted;
import dev.lading.storage.s3.AbandonedUploads.Left;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Finds multipart uploads and aborts those that are too old. What is listed while some are aborted
 * need not be all, so they are looked for first.
 */
record Sweep(Bucket bucket, Instant begunBefore) {

  AbandonedUploads below(String prefix) {
    List<Aborted> aborted = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    for (MultipartUpload upload : old(prefix)) {
      try {
        bucket.abort(upload.key(), upload.uploadId());
        aborted.add(new Aborted(upload.key(), upload.initiated()));
      } catch (StorageException e) {
        left.add(new Left(upload.key(), upload.initiated(), String.valueOf(e.getMessage())));
      }
    }
    return new AbandonedUploads(aborted, left);
  }

  private List<MultipartUpload> old(String prefix) {
    List<MultipartUpload> found = new ArrayList<>();
    Optional<ListMultipartUploadsResponse> page = Optional.empty();
    do {
      page = Optional.of(bucket.uploads(prefix, page));
      page.get().uploads().stream()
          .filter(upload -> upload.initiated().isBefore(begunBefore))
          .forEach(found::add);
    } while (page.get().isTruncated());
    return found;
  }
}
