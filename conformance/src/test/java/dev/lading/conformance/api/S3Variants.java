package dev.lading.conformance.api;

import dev.lading.conformance.support.S3Server;
import java.util.List;

/** Lading on a bucket: the same rows as on a directory, and those that only a bucket has. */
final class S3Variants {
  private S3Variants() {}

  static List<Variant> on(S3Server s3) {
    return List.of(
        new Variant(
            "a bucket, blobs passing through",
            lading -> lading.on(s3).with("storage.redirect.disable", true).start(),
            Tables.rows().toList()),
        new Variant(
            "a bucket, immutable tags",
            lading -> lading.on(s3).with(StayingTagRows.SETTINGS).start(),
            StayingTagRows.rows()),
        new Variant(
            "a bucket, clients sent to it",
            lading -> lading.on(s3).with("storage.s3.rootdirectory", "/other").start(),
            RedirectRows.rows()),
        new Variant(
            "a bucket, a heap of 256 MiB",
            lading -> lading.on(s3).with("storage.redirect.disable", true).withHeap("256m").start(),
            HeapRows.onS3()));
  }
}
