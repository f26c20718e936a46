package dev.lading.storage.s3;

import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds how many objects are read at once. Each holds a connection for as long as whoever reads
 * takes, so without a bound some slow ones would hold them all. Safe for any number of threads.
 */
final class Readers {
  private final int limit;
  private final Duration patience;
  private final Semaphore places;

  private Readers(int limit, Duration patience) {
    this.limit = limit;
    this.patience = patience;
    this.places = new Semaphore(limit);
  }

  /** Nobody waits for a place: that could take as long as a client likes. */
  static Readers forClients(int limit) {
    return new Readers(limit, Duration.ZERO);
  }

  /**
   * What uploads read back of their own takes no longer than the store, so that it is waited for.
   */
  static Readers forUploads(int limit, Duration patience) {
    return new Readers(limit, patience);
  }

  /** A place among the readers, until it is left; to leave it again does nothing. */
  final class Place {
    private final AtomicBoolean isLeft = new AtomicBoolean();

    private Place() {}

    void leave() {
      if (isLeft.compareAndSet(false, true)) {
        places.release();
      }
    }
  }

  /**
   * @throws StorageUnavailable when there is no place, or this thread is interrupted, which it
   *     stays
   */
  Place enter(String object) {
    try {
      if (places.tryAcquire() || places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Place();
      }
      throw new StorageUnavailable(
          object + " cannot be read now", new IOException(limit + " are being read"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailable(object + " cannot be read any more", e);
    }
  }
}
