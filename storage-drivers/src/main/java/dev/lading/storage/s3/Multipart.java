package dev.lading.storage.s3;

import dev.lading.storage.StorageException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object made of parts, from its beginning to the one step that makes it visible, replacing what
 * is there. Safe for several threads, as long as each part has one.
 *
 * @param mark by which the object is recognised as ours when the answer to its completion was lost
 */
record Multipart(Bucket bucket, String object, String id, String mark) {
  /** What S3 has. */
  static final int PARTS_LIMIT = 10_000;

  static Multipart begin(Bucket bucket, String object) {
    String mark = bucket.marks().get();
    String id =
        bucket
            .requests()
            .send(
                "beginning " + object,
                () ->
                    bucket
                        .client()
                        .createMultipartUpload(
                            begin -> {
                              begin.bucket(bucket.name()).key(object);
                              begin.contentType(Body.TYPE).metadata(Map.of(Bucket.MARK, mark));
                              bucket.form().applyTo(begin);
                            }))
            .value()
            .uploadId();
    return new Multipart(bucket, object, id, mark);
  }

  /**
   * @param number from 1
   */
  CompletedPart upload(int number, Body body) {
    String etag =
        bucket
            .requests()
            .send(
                "writing part " + number + " of " + object,
                () ->
                    bucket
                        .client()
                        .uploadPart(
                            part -> {
                              part.bucket(bucket.name()).key(object);
                              part.uploadId(id).partNumber(number);
                            },
                            body.toRequest()))
            .value()
            .eTag();
    return completed(number, etag);
  }

  /** A part that is in the bucket already: no byte of it comes here. */
  CompletedPart copy(int number, Piece from) {
    String etag =
        bucket
            .requests()
            .sendCopy(
                "copying part " + number + " of " + object,
                () ->
                    bucket
                        .client()
                        .uploadPartCopy(
                            copy -> {
                              copy.sourceBucket(bucket.name()).sourceKey(from.object());
                              from.range().ifPresent(copy::copySourceRange);
                              copy.destinationBucket(bucket.name()).destinationKey(object);
                              copy.uploadId(id).partNumber(number);
                            }))
            .value()
            .copyPartResult()
            .eTag();
    return completed(number, etag);
  }

  /** When it is no more, an answer that was lost may have said that it is done. */
  void complete(List<CompletedPart> parts) {
    Outcome<String> outcome =
        bucket
            .requests()
            .sendCopy(
                "completing " + object,
                () ->
                    bucket
                        .client()
                        .completeMultipartUpload(
                            complete -> {
                              complete.bucket(bucket.name()).key(object).uploadId(id);
                              complete.multipartUpload(upload -> upload.parts(parts));
                            })
                        .eTag());
    switch (outcome) {
      case Outcome.Done<String> _ -> {}
      case Outcome.Unmet<String> unmet -> throw unmet.unexpected();
      case Outcome.Absent<String> absent -> {
        if (!bucket.bears(object, mark)) {
          throw absent.unexpected();
        }
      }
    }
  }

  /** Frees its parts; absent is fine. */
  void abort() {
    bucket.abort(object, id);
  }

  /** As {@link #abort}, after a failure that counts more. */
  void abortAfter(StorageException failure) {
    try {
      abort();
    } catch (StorageException e) {
      failure.addSuppressed(e);
    }
  }

  private static CompletedPart completed(int number, String etag) {
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }
}
