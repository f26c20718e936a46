package dev.lading.storage.s3;

import dev.lading.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Makes one object of several inside the store: no byte comes here. The object becomes visible by
 * one step, replacing what is there; after a failure the destination is as before or whole.
 *
 * @param copiesAtOnce how many parts are copied at the same time
 */
record Assembly(Bucket bucket, int copiesAtOnce) {

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
    Multipart multipart = Multipart.begin(bucket, destination);
    try {
      multipart.complete(copy(parts, multipart));
    } catch (StorageException e) {
      multipart.abortAfter(e);
      throw e;
    }
  }

  /** Some at a time, so that a store that fails is not asked for all of them. */
  private List<CompletedPart> copy(List<String> parts, Multipart multipart) {
    List<CompletedPart> copied = new ArrayList<>();
    for (int from = 0; from < parts.size(); from += copiesAtOnce) {
      List<Callable<CompletedPart>> some =
          IntStream.range(from, Math.min(parts.size(), from + copiesAtOnce))
              .mapToObj(i -> (Callable<CompletedPart>) () -> multipart.copy(i + 1, parts.get(i)))
              .toList();
      copied.addAll(Parallel.run(some, "making " + multipart.object()));
    }
    return copied;
  }
}
