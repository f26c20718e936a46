package dev.lading.storage.s3;

import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds how many objects are read at once. Each holds a connection for as long as whoever reads
 * takes, so without a bound some slow ones would hold them all. Nobody waits for a place: that
 * could take as long as a client likes. Safe for any number of threads.
 */
final class Readers {
  private final int limit;
  private final Semaphore places;

  Readers(int limit) {
    this.limit = limit;
    this.places = new Semaphore(limit);
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
   * @throws StorageUnavailable at once when there is no place
   */
  Place enter(String object) {
    if (!places.tryAcquire()) {
      throw new StorageUnavailable(
          object + " cannot be read now", new IOException(limit + " are being read"));
    }
    return new Place();
  }
}
