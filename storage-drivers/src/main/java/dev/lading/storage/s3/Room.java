package dev.lading.storage.s3;

import dev.lading.storage.StorageUnavailable;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

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
 * <p>What a slow client has sent so far stays held until there is enough for a request, or until
 * somebody waits: then those who have held theirs for longest write what they have, a few at a
 * time, until nobody waits any more. Who waits for too long all the same is refused, and may come
 * again.
 */
final class Room {
  static final int PIECE_BYTES = 64 << 10;

  /** For how long a holder may hold what others wait for. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration NEXT_LOOK = Duration.ofMillis(50);

  /** How many are made to write at once: one of them may wait long for its store. */
  private static final int TOGETHER = 8;

  private final Set<Holder> holders = ConcurrentHashMap.newKeySet();
  private final Set<Holder> lettingGo = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean isReclaiming = new AtomicBoolean();
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

  /** Somebody who holds pieces. */
  interface Holder {
    /** Since when, by {@link System#nanoTime}. */
    long heldSince();

    /** Writes what it holds and lets go of it, unless it is just doing something itself. */
    void letGo();
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
      if (free.tryAcquire(count, 0, TimeUnit.NANOSECONDS)) {
        return;
      }
      if (!await(count)) {
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

  /** From now on it can be asked to let go. */
  void enter(Holder holder) {
    holders.add(holder);
  }

  void leave(Holder holder) {
    holders.remove(holder);
  }

  /** How much there is, held or not. */
  int bytes() {
    return pieces * PIECE_BYTES;
  }

  boolean isUnused() {
    return free.availablePermits() == pieces;
  }

  private boolean await(int count) throws InterruptedException {
    waiting.incrementAndGet();
    try {
      reclaim();
      return free.tryAcquire(count, longestWait.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Sees to it, beside the caller, that holders let go for as long as anybody waits. */
  private void reclaim() {
    if (isReclaiming.compareAndSet(false, true)) {
      Thread.ofVirtual().name("room").start(this::reclaimWhileAnybodyWaits);
    }
  }

  private void reclaimWhileAnybodyWaits() {
    do {
      while (waiting.get() > 0) {
        letSomeGo();
        LockSupport.parkNanos(NEXT_LOOK.toNanos());
      }
      isReclaiming.set(false);
      // Somebody may have come to wait who still saw this going on.
    } while (waiting.get() > 0 && isReclaiming.compareAndSet(false, true));
  }

  /** Those who have held theirs for longest, each on a thread of its own. */
  private void letSomeGo() {
    long latest = System.nanoTime() - PATIENCE.toNanos();
    holders.stream()
        .filter(holder -> holder.heldSince() - latest <= 0 && !lettingGo.contains(holder))
        .sorted(Comparator.comparingLong(holder -> holder.heldSince() - latest))
        .limit(Math.max(0, TOGETHER - lettingGo.size()))
        .forEach(this::letGo);
  }

  private void letGo(Holder holder) {
    lettingGo.add(holder);
    Thread.ofVirtual()
        .name("room")
        .start(
            () -> {
              try {
                holder.letGo();
              } finally {
                lettingGo.remove(holder);
              }
            });
  }
}
