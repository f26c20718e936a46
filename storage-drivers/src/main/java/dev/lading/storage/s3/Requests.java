package dev.lading.storage.s3;

import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends requests, not too many at once, and those again that nobody can say of what became of them.
 * So a request may be carried out twice, the second time after its first answer was lost. Safe for
 * any number of threads.
 */
final class Requests {
  static final int AT_ONCE = 64;
  private static final int FEW_ATTEMPTS = 3;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** After that long no request is sent again: whoever waits for its answer gives up. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Duration LONGEST_COPY = Duration.ofMinutes(2);

  private final Semaphore running = new Semaphore(AT_ONCE);
  private final Backoff backoff;

  Requests(Backoff backoff) {
    this.backoff = backoff;
  }

  /** For somebody who wants to know soon that there is no answer; apart from all others. */
  Requests impatient() {
    return new Requests(backoff.withAttempts(FEW_ATTEMPTS));
  }

  /** One request, from its first byte to all of its answer, or to the head of a stream. */
  interface Request<T> {
    T send() throws IOException;
  }

  /**
   * @param what for messages: {@code reading a/b}
   * @throws StorageUnavailable when the store refuses, or does not answer however often it is
   *     asked, or this thread is interrupted, which it stays
   * @throws StorageFull when the store says so
   */
  <T> Outcome<T> send(String what, Request<T> request) {
    return send(what, request, deadline(LONGEST));
  }

  /** As {@link #send}, for a copy, which is tried for longer: the store has to do it meanwhile. */
  <T> Outcome<T> sendCopy(String what, Request<T> request) {
    return send(what, request, deadline(LONGEST_COPY));
  }

  /**
   * As {@link #send}, but never again, and without saying what a failure means.
   *
   * @throws SdkException when it was refused, or nobody knows
   * @throws IOException when nobody knows
   */
  <T> T sendOnce(String what, Request<T> request) throws IOException {
    return sendOnce(what, request, LONGEST_WAIT);
  }

  private <T> Outcome<T> send(String what, Request<T> request, Supplier<Duration> left) {
    for (int attempt = 1; ; attempt++) {
      try {
        return new Outcome.Done<>(sendOnce(what, request, left.get()));
      } catch (SdkException e) {
        switch (Trouble.of(e)) {
          case ABSENT -> {
            return new Outcome.Absent<>(what, e);
          }
          case UNMET -> {
            return new Outcome.Unmet<>(what, e, attempt > 1);
          }
          case AGAIN -> waitOrGiveUp(what, attempt, left.get(), e);
          case FULL -> throw new StorageFull("the store has no room: " + what + " failed", e);
          case INTERRUPTED -> throw interrupted(what, e);
          case REFUSED -> throw new StorageUnavailable(what + " was refused", e);
        }
      } catch (IOException e) {
        waitOrGiveUp(what, attempt, left.get(), e);
      }
    }
  }

  private <T> T sendOnce(String what, Request<T> request, Duration left) throws IOException {
    enter(what, left);
    try {
      return request.send();
    } finally {
      running.release();
    }
  }

  /** How much is left of that time, from now on. */
  private Supplier<Duration> deadline(Duration longest) {
    long begun = backoff.nanoTime().getAsLong();
    return () -> longest.minusNanos(backoff.nanoTime().getAsLong() - begun);
  }

  private void enter(String what, Duration left) {
    Duration longest = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
    try {
      if (!running.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StorageUnavailable(
            what + " had to wait for too long", new TimeoutException("too many requests at once"));
      }
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private void waitOrGiveUp(String what, int attempt, Duration left, Exception failure) {
    if (backoff.isSpent(attempt, left)) {
      throw new StorageUnavailable(what + " failed " + attempt + " times", failure);
    }
    try {
      backoff.after(attempt);
    } catch (InterruptedException e) {
      e.addSuppressed(failure);
      throw interrupted(what, e);
    }
  }

  /** To be thrown; the thread is interrupted again. */
  static StorageUnavailable interrupted(String what, Exception e) {
    Thread.currentThread().interrupt();
    return new StorageUnavailable(what + " was interrupted", e);
  }
}
