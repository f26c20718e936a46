package dev.lading.storage.s3;

import dev.lading.storage.StorageUnavailable;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The memory that all uploads of a driver gather their bytes in, counted in pieces. Safe for any
 * number of threads.
 *
 * <p>Nobody who holds a piece waits for another, so there is no circle of waiting: a holder either
 * gets its next piece at once, or writes what it has to the store, lets go of all and only then
 * waits. Those who wait are served in the order of asking, each with all that it asked for, which
 * is never more than there is; so the first of them needs nothing but the end of requests that are
 * under way, or the end of bodies that others hold the beginning of. A holder may take what is free
 * before those who wait: it is the sooner done, and cannot take more than one fragment.
 *
 * <p>What a slow client has sent so far stays held until there is enough for a request. Many of
 * them can so fill the room; then who waits is refused after a while, and may come again.
 */
final class Room {
  static final int PIECE_BYTES = 64 << 10;

  private final int pieces;
  private final Semaphore free;
  private final Duration longestWait;

  /**
   * @param bytes rounded down to whole pieces, one at least, and to 2 GiB
   */
  Room(long bytes, Duration longestWait) {
    this.pieces = Math.clamp(bytes / PIECE_BYTES, 1, Integer.MAX_VALUE / PIECE_BYTES);
    this.free = new Semaphore(pieces, true);
    this.longestWait = longestWait;
  }

  /** How many pieces so many bytes need. */
  static int piecesOf(int bytes) {
    return Math.ceilDiv(bytes, PIECE_BYTES);
  }

  /** One piece, or nothing when there is none; for those who hold some. */
  boolean tryTake() {
    return free.tryAcquire();
  }

  /**
   * Waits for so many pieces; for those who hold none.
   *
   * @throws StorageUnavailable after a while, or when this thread is interrupted, which it stays
   */
  void take(int count, String what) {
    try {
      if (!free.tryAcquire(count, longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StorageUnavailable(
            "no memory for " + what,
            new TimeoutException("all " + pieces + " pieces were held for " + longestWait));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailable("waiting for memory for " + what + " was interrupted", e);
    }
  }

  void giveBack(int count) {
    free.release(count);
  }

  /** How much there is, held or not. */
  int bytes() {
    return pieces * PIECE_BYTES;
  }

  boolean isUnused() {
    return free.availablePermits() == pieces;
  }
}
