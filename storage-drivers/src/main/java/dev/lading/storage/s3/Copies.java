package dev.lading.storage.s3;

import dev.lading.storage.StorageException;
import java.util.Optional;

/**
 * Makes second objects inside the store, each visible by one step.
 *
 * @param wholeBytes how large an object may be that is copied by one request
 * @param pieceBytes how much of a larger one is copied by each of several
 */
record Copies(Assembly assembly, long wholeBytes, long pieceBytes) {
  /**
   * S3 takes five times as much in one request. But a store may be silent for as long as it copies,
   * and no answer is waited for longer than a minute.
   */
  private static final long WHOLE_BYTES = 1L << 30;

  private static final long PIECE_BYTES = 256L << 20;

  Copies(Assembly assembly) {
    this(assembly, WHOLE_BYTES, PIECE_BYTES);
  }

  /** False when nothing is at {@code from}. */
  boolean copy(String from, String to) {
    Optional<Bucket.Found> found = bucket().find(from);
    if (found.isEmpty()) {
      return false;
    }
    long size = found.get().info().size();
    return size <= wholeBytes ? bucket().copy(from, to).found().isPresent() : join(from, size, to);
  }

  private boolean join(String from, long size, String to) {
    long bytes = Math.max(pieceBytes, Math.ceilDiv(size, Multipart.PARTS_LIMIT));
    try {
      assembly.join(Piece.cut(from, size, bytes), to);
      return true;
    } catch (StorageException e) {
      if (bucket().find(from).isEmpty()) {
        return false;
      }
      throw e;
    }
  }

  private Bucket bucket() {
    return assembly.bucket();
  }
}
