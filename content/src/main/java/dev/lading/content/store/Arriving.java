package dev.lading.content.store;

import dev.lading.content.Chunks;
import dev.lading.content.ContentException.BlobTooLarge;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A body that can be asked whether it has bytes before they are taken, and whose sender is not told
 * to go on before one of the two. Not safe for several threads.
 */
final class Arriving {
  private final Chunks chunks;

  private Optional<ByteBuffer> first = Optional.empty();
  private boolean isAskedFor;

  Arriving(Chunks chunks) {
    this.chunks = chunks;
  }

  /** Waits for the first piece. */
  boolean isEmpty() {
    return first().isEmpty();
  }

  OptionalLong declaredLength() {
    return chunks.declaredLength();
  }

  /**
   * Hands over every piece and hashes those that were taken.
   *
   * @throws BlobTooLarge before the piece with which the hash would cover more than the limit
   */
  void passTo(Consumer<ByteBuffer> target, RunningHash hash, long limitBytes) {
    for (Optional<ByteBuffer> next = first(); next.isPresent(); next = chunks.next()) {
      ByteBuffer bytes = next.get();
      if (bytes.remaining() > limitBytes - hash.size()) {
        throw new BlobTooLarge(limitBytes);
      }
      ByteBuffer copy = bytes.duplicate();
      target.accept(bytes);
      hash.update(copy);
    }
  }

  private Optional<ByteBuffer> first() {
    if (!isAskedFor) {
      isAskedFor = true;
      first = chunks.next();
    }
    return first;
  }
}
