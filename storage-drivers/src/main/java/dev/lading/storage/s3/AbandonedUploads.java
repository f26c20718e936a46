package dev.lading.storage.s3;

import java.time.Instant;
import java.util.List;

/** Multipart uploads that nobody completed in time: they take space, and no listing shows them. */
public record AbandonedUploads(List<Aborted> aborted, List<Left> left) {
  public AbandonedUploads {
    aborted = List.copyOf(aborted);
    left = List.copyOf(left);
  }

  /**
   * Its parts are gone.
   *
   * @param object the name of the object that it would have become
   * @param begun by the store's clock
   */
  public record Aborted(String object, Instant begun) {}

  /** It could not be aborted, and is there for the next time. */
  public record Left(String object, Instant begun, String reason) {}
}
