package dev.lading.auth.password;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets few work at once, on threads that give way to all others, and not many more wait, in the
 * order of their coming. The threads end when there has been no work for a while.
 */
final class Turns {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Semaphore places;
  private final Semaphore turns;
  private final Duration patience;
  private final ThreadPoolExecutor threads;

  Turns(int atOnce, int waiting, Duration patience) {
    this.places = new Semaphore(atOnce + waiting);
    this.turns = new Semaphore(atOnce, true);
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new GivingWay());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Does the work in its turn. Empty when there is no place to wait, or the turn does not come in
   * time, with nothing done; or when the thread is interrupted, which it then remains.
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

  /** The turn ends with the work, also when nobody waits for it any more. */
  private <T> T inTurn(Supplier<T> work) throws InterruptedException {
    Future<T> result =
        threads.submit(
            () -> {
              try {
                return work.get();
              } finally {
                turns.release();
              }
            });
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the work of a turn has failed", e.getCause());
    }
  }
}
