package dev.lading.content.store;

import dev.lading.content.Chunks;
import dev.lading.content.ContentException.BlobTooLarge;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A body of which the first piece has come, or that has none.
 *
 * @param others what follows the first
 */
record Arriving(Optional<ByteBuffer> first, Chunks others) {
  static Arriving of(Chunks chunks) {
    return new Arriving(chunks.next(), chunks);
  }

  boolean isEmpty() {
    return first.isEmpty();
  }

  /**
   * Hands over every piece and hashes those that were taken.
   *
   * @throws BlobTooLarge before the piece with which the hash would cover more than the limit
   */
  void passTo(Consumer<ByteBuffer> target, RunningHash hash, long limitBytes) {
    for (Optional<ByteBuffer> next = first; next.isPresent(); next = others.next()) {
      ByteBuffer bytes = next.get();
      if (bytes.remaining() > limitBytes - hash.size()) {
        throw new BlobTooLarge(limitBytes);
      }
      ByteBuffer copy = bytes.duplicate();
      target.accept(bytes);
      hash.update(copy);
    }
  }
}
