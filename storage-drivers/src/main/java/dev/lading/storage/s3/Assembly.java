package dev.lading.storage.s3;

import dev.lading.storage.Parallel;
import dev.lading.storage.StorageException;
import java.util.List;
import java.util.function.Supplier;
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
      case 1 -> bucket.copy(parts.getFirst(), destination).value();
      default -> join(parts.stream().map(Piece::all).toList(), destination);
    }
  }

  /**
   * @param parts one or more, each but the last of 5 MiB at least
   */
  void join(List<Piece> parts, String destination) {
    Multipart multipart = Multipart.begin(bucket, destination);
    try {
      multipart.complete(copy(parts, multipart));
    } catch (StorageException e) {
      multipart.abortAfter(e);
      throw e;
    }
  }

  private List<CompletedPart> copy(List<Piece> parts, Multipart multipart) {
    List<Supplier<CompletedPart>> copies =
        IntStream.range(0, parts.size())
            .mapToObj(i -> (Supplier<CompletedPart>) () -> multipart.copy(i + 1, parts.get(i)))
            .toList();
    return Parallel.run(copies, copiesAtOnce, "making " + multipart.object());
  }
}
