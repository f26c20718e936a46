package dev.lading.auth.password;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets few work at once and not many more wait, in the order of their coming. */
final class Turns {
  private final Semaphore places;
  private final Semaphore turns;
  private final Duration patience;

  Turns(int atOnce, int waiting, Duration patience) {
    this.places = new Semaphore(atOnce + waiting);
    this.turns = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /**
   * Does the work in its turn. Empty, with nothing done, when there is no place to wait, the turn
   * does not come in time, or the thread is interrupted, which it then remains.
   */
  <T> Optional<T> await(Supplier<T> work) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)
          ? Optional.of(inTurn(work))
          : Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      places.release();
    }
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
