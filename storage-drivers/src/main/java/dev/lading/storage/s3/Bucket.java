package dev.lading.storage.s3;

import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * One bucket, spoken to in the terms of S3: names, bytes, one request for each verb unless it says
 * otherwise. Safe for any number of threads.
 *
 * @param marks what a conditional write is recognised by when its answer was lost; never the same
 *     twice
 * @param readers whose streams these are
 */
record Bucket(
    S3Client client,
    S3Presigner presigner,
    Requests requests,
    String name,
    ObjectForm form,
    Supplier<String> marks,
    Readers readers) {
  /** The same, for others to read. */
  Bucket with(Readers others) {
    return new Bucket(client, presigner, requests, name, form, marks, others);
  }

  /** In the metadata of objects that were created by a conditional or multipart write. */
  static final String MARK = "lading-write";

  private static final int DELETED_AT_ONCE = 1000;

  /**
   * An object as the store tells of it.
   *
   * @param etag other bytes, other etag
   */
  record Found(ObjectInfo info, String etag) {}

  /** The same, asked less often when there is no answer. */
  Bucket impatient() {
    return new Bucket(client, presigner, requests.impatient(), name, form, marks, readers);
  }

  Optional<Found> find(String object) {
    return head(object)
        .map(
            head ->
                new Found(
                    new ObjectInfo(head.contentLength(), storeTime(head.lastModified())),
                    head.eTag()));
  }

  /** Listings know fractions of a second and headers do not; store times are to be the same. */
  static Instant storeTime(Instant lastModified) {
    return lastModified.truncatedTo(ChronoUnit.SECONDS);
  }

  /** All bytes of a small object. */
  Optional<byte[]> read(Key key, String object, int limitBytes) {
    return requests
        .send(
            "reading " + object,
            () -> {
              try (ResponseInputStream<GetObjectResponse> in =
                  client.getObject(get -> get.bucket(name).key(object))) {
                long size = in.response().contentLength();
                if (size > limitBytes) {
                  in.abort();
                  throw new ObjectTooLarge(key, size, limitBytes);
                }
                return in.readAllBytes();
              }
            })
        .found();
  }

  /**
   * Opens a range, which is not empty. The caller closes the stream, or aborts it when there is
   * more to come than it wants to wait for.
   */
  Optional<ResponseInputStream<GetObjectResponse>> open(String object, long offset, long length) {
    String range = "bytes=" + offset + "-" + (offset + length - 1);
    return requests
        .send(
            "reading " + object,
            () -> client.getObject(get -> get.bucket(name).key(object).range(range)))
        .found();
  }

  /**
   * Opens all of an object, as {@link #open(String, long, long)} a range of it. Empty also when it
   * has no bytes: then there is no such range.
   */
  Optional<ResponseInputStream<GetObjectResponse>> open(String object) {
    return switch (requests.send(
        "reading " + object,
        () -> client.getObject(get -> get.bucket(name).key(object).range("bytes=0-")))) {
      case Outcome.Done<ResponseInputStream<GetObjectResponse>>(var all) -> Optional.of(all);
      case Outcome.Absent<ResponseInputStream<GetObjectResponse>> _ -> Optional.empty();
      case Outcome.Unmet<ResponseInputStream<GetObjectResponse>> _ -> Optional.empty();
    };
  }

  void put(String object, Body body) {
    requests.send("writing " + object, () -> put(object, body, _ -> {})).value();
  }

  /**
   * Whether nothing was there and the bytes are now. When the store says that something is there
   * after an earlier answer was lost, one more request finds out whose it is.
   */
  boolean putIfAbsent(String object, Body body) {
    String mark = marks.get();
    Outcome<String> outcome =
        requests.send(
            "writing " + object,
            () -> put(object, body, put -> put.ifNoneMatch("*").metadata(Map.of(MARK, mark))));
    return switch (outcome) {
      case Outcome.Done<String> _ -> true;
      case Outcome.Unmet<String>(_, _, boolean isRepeated) -> isRepeated && bears(object, mark);
      case Outcome.Absent<String> absent -> throw absent.unexpected();
    };
  }

  boolean bears(String object, String mark) {
    return head(object).filter(head -> mark.equals(head.metadata().get(MARK))).isPresent();
  }

  /** Replaces what is there. */
  Outcome<CopyObjectResponse> copy(String from, String to) {
    return requests.sendCopy(
        "copying " + from + " to " + to,
        () ->
            client.copyObject(
                copy -> {
                  copy.sourceBucket(name).sourceKey(from);
                  copy.destinationBucket(name).destinationKey(to);
                  copy.metadataDirective(MetadataDirective.REPLACE).contentType(Body.TYPE);
                  form.applyTo(copy);
                }));
  }

  void delete(String object) {
    // Some stores tell that there was nothing to delete; that is as well.
    requests
        .send("deleting " + object, () -> client.deleteObject(d -> d.bucket(name).key(object)))
        .found();
  }

  /** In their order, a thousand with one request; one that fails is deleted by itself. */
  void deleteAll(List<String> objects) {
    for (int from = 0; from < objects.size(); from += DELETED_AT_ONCE) {
      deleteTogether(objects.subList(from, Math.min(objects.size(), from + DELETED_AT_ONCE)));
    }
  }

  ListObjectsV2Response list(String prefix, Consumer<ListObjectsV2Request.Builder> page) {
    return requests
        .send(
            "listing " + prefix,
            () -> client.listObjectsV2(list -> page.accept(list.bucket(name).prefix(prefix))))
        .value();
  }

  /**
   * Multipart uploads of objects whose names begin so, those that follow a page if there is one.
   */
  ListMultipartUploadsResponse uploads(
      String prefix, Optional<ListMultipartUploadsResponse> before) {
    return requests
        .send(
            "listing the uploads of " + prefix,
            () ->
                client.listMultipartUploads(
                    list -> {
                      list.bucket(name).prefix(prefix);
                      before.ifPresent(
                          page -> {
                            list.keyMarker(page.nextKeyMarker());
                            list.uploadIdMarker(page.nextUploadIdMarker());
                          });
                    }))
        .value();
  }

  /** Frees the parts of an object that was never completed; absent is fine. */
  void abort(String object, String uploadId) {
    requests
        .send(
            "giving up " + object,
            () ->
                client.abortMultipartUpload(
                    abort -> abort.bucket(name).key(object).uploadId(uploadId)))
        .found();
  }

  /** Asks nothing of the store, but perhaps somebody else for credentials. */
  URI presign(String object, Duration validity) {
    try {
      return presigner
          .presignGetObject(
              p ->
                  p.signatureDuration(validity)
                      .getObjectRequest(get -> get.bucket(name).key(object)))
          .httpRequest()
          .getUri();
    } catch (SdkException e) {
      throw new StorageUnavailable("no address of " + object + " can be signed", e);
    }
  }

  private Optional<HeadObjectResponse> head(String object) {
    return requests
        .send("looking at " + object, () -> client.headObject(h -> h.bucket(name).key(object)))
        .found();
  }

  private String put(String object, Body body, Consumer<PutObjectRequest.Builder> more)
      throws IOException {
    return client
        .putObject(
            put -> {
              put.bucket(name).key(object);
              form.applyTo(put);
              more.accept(put);
            },
            body.toRequest())
        .eTag();
  }

  private void deleteTogether(List<String> objects) {
    List<ObjectIdentifier> ids =
        objects.stream().map(object -> ObjectIdentifier.builder().key(object).build()).toList();
    requests
        .send(
            "deleting " + ids.size() + " objects",
            () -> client.deleteObjects(d -> d.bucket(name).delete(o -> o.objects(ids).quiet(true))))
        .value()
        .errors()
        .forEach(error -> delete(error.key()));
  }
}
