package dev.lading.storage.s3;

import dev.lading.storage.StorageException;
import dev.lading.storage.Unfinished;
import dev.lading.storage.Unfinished.Left;
import dev.lading.storage.Unfinished.Write;
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

  Unfinished below(String prefix) {
    List<Write> removed = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    for (MultipartUpload upload : old(prefix)) {
      Write write = new Write(upload.key(), upload.initiated());
      try {
        bucket.abort(upload.key(), upload.uploadId());
        removed.add(write);
      } catch (StorageException e) {
        left.add(new Left(write, e));
      }
    }
    return new Unfinished(removed, left);
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
