package dev.lading.storage.s3;

import dev.lading.storage.StorageException;
import dev.lading.storage.StorageUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Makes one object of several inside the store: no byte comes here. The object becomes visible by
 * one step, replacing what is there; after a failure the destination is as before or whole.
 */
record Assembly(Bucket bucket) {
  private static final int AT_ONCE = 16;

  /**
   * @param parts each but the last of 5 MiB at least
   */
  void assemble(List<String> parts, String destination) {
    switch (parts.size()) {
      case 0 -> bucket.put(destination, Body.EMPTY);
      case 1 -> bucket.copy(parts.getFirst(), destination);
      default -> join(parts, destination);
    }
  }

  private void join(List<String> parts, String destination) {
    String mark = bucket.marks().get();
    String id = begin(destination, mark);
    try {
      complete(destination, id, copy(parts, destination, id), mark);
    } catch (StorageException e) {
      abort(destination, id, e);
      throw e;
    }
  }

  private String begin(String destination, String mark) {
    return bucket
        .requests()
        .send(
            "beginning " + destination,
            () ->
                bucket
                    .client()
                    .createMultipartUpload(
                        begin -> {
                          begin.bucket(bucket.name()).key(destination);
                          begin.contentType(Body.TYPE).metadata(Map.of(Bucket.MARK, mark));
                          bucket.form().applyTo(begin);
                        }))
        .value()
        .uploadId();
  }

  /** Some at a time, so that a store that fails is not asked for all of them. */
  private List<CompletedPart> copy(List<String> parts, String destination, String id) {
    List<CompletedPart> copied = new ArrayList<>();
    for (int from = 0; from < parts.size(); from += AT_ONCE) {
      List<Callable<CompletedPart>> some =
          IntStream.range(from, Math.min(parts.size(), from + AT_ONCE))
              .mapToObj(i -> (Callable<CompletedPart>) () -> copy(parts.get(i), i, destination, id))
              .toList();
      copied.addAll(together(some, destination));
    }
    return copied;
  }

  private CompletedPart copy(String part, int index, String destination, String id) {
    int number = index + 1;
    String etag =
        bucket
            .requests()
            .send(
                "copying part " + number + " of " + destination,
                () ->
                    bucket
                        .client()
                        .uploadPartCopy(
                            copy -> {
                              copy.sourceBucket(bucket.name()).sourceKey(part);
                              copy.destinationBucket(bucket.name()).destinationKey(destination);
                              copy.uploadId(id).partNumber(number);
                            }))
            .value()
            .copyPartResult()
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  /**
   * When the multipart upload is no more, an answer that was lost may have said that it is done.
   */
  private void complete(String destination, String id, List<CompletedPart> parts, String mark) {
    Outcome<String> outcome =
        bucket
            .requests()
            .send(
                "completing " + destination,
                () ->
                    bucket
                        .client()
                        .completeMultipartUpload(
                            complete -> {
                              complete.bucket(bucket.name()).key(destination).uploadId(id);
                              complete.multipartUpload(upload -> upload.parts(parts));
                            })
                        .eTag());
    switch (outcome) {
      case Outcome.Done<String> _ -> {}
      case Outcome.Unmet<String> unmet -> throw unmet.unexpected();
      case Outcome.Absent<String> absent -> {
        if (!bucket.bears(destination, mark)) {
          throw absent.unexpected();
        }
      }
    }
  }

  private void abort(String destination, String id, StorageException failure) {
    try {
      bucket
          .requests()
          .send(
              "giving up " + destination,
              () ->
                  bucket
                      .client()
                      .abortMultipartUpload(
                          abort -> abort.bucket(bucket.name()).key(destination).uploadId(id)))
          .found();
    } catch (StorageException e) {
      failure.addSuppressed(e);
    }
  }

  private static <T> List<T> together(List<Callable<T>> tasks, String destination) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> task : threads.invokeAll(tasks)) {
        results.add(task.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailable("making " + destination + " was interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StorageException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }
}
