package dev.lading.server.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The memory that all request bodies share: pages of 64 KiB, outside the heap so that a file or a
 * digest takes them without another copy. Pages are allocated as they are first needed and kept.
 * Mutable and safe for use by many threads; its own monitor guards it, and nothing is called while
 * it is held.
 */
final class ByteBudget {
  static final int PAGE_BYTES = 64 << 10;

  private final int pages;

  @GuardedBy("this")
  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

  @GuardedBy("this")
  private final Queue<Consumer<ByteBuffer>> waiters = new ArrayDeque<>();

  @GuardedBy("this")
  private int allocated;

  /**
   * @param bytes rounded down to whole pages, at least one
   */
  ByteBudget(long bytes) {
    this.pages = Math.clamp(bytes / PAGE_BYTES, 1, Integer.MAX_VALUE);
  }

  /**
   * An empty page, or nothing when all are lent. Then {@code later} is handed one, in the order of
   * asking, by whoever gives it back; who needs it no longer gives it back in turn.
   */
  synchronized Optional<ByteBuffer> borrow(Consumer<ByteBuffer> later) {
    ByteBuffer page = free.pollLast();
    if (page != null) {
      return Optional.of(page.clear());
    }
    if (allocated < pages) {
      allocated++;
      return Optional.of(ByteBuffer.allocateDirect(PAGE_BYTES));
    }
    waiters.add(later);
    return Optional.empty();
  }

  void giveBack(Collection<ByteBuffer> pagesBack) {
    List<Runnable> handed = new ArrayList<>();
    synchronized (this) {
      for (ByteBuffer page : pagesBack) {
        Consumer<ByteBuffer> waiter = waiters.poll();
        if (waiter == null) {
          free.addLast(page);
        } else {
          handed.add(() -> waiter.accept(page.clear()));
        }
      }
    }
    handed.forEach(Runnable::run);
  }

  /** Pages that somebody holds. */
  synchronized int lent() {
    return allocated - free.size();
  }
}
