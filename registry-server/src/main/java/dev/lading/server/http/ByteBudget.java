package dev.lading.server.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The memory that all request bodies share: pages of 64 KiB, outside the heap so that a file takes
 * them without another copy. A page is allocated when it is first needed, and given back to the
 * system when it was not needed for a while. Mutable and safe for use by many threads; its own
 * monitor guards it, and nobody is called while it is held.
 */
final class ByteBudget {
  static final int PAGE_BYTES = 64 << 10;

  /** Not worth giving back: 4 MiB. */
  private static final int KEPT = 64;

  private final int pages;

  /** The one that was used last is lent next; what is not needed stays at the front. */
  @GuardedBy("this")
  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

  /** What each page's memory belongs to, and is freed by. */
  @GuardedBy("this")
  private final IdentityHashMap<ByteBuffer, Arena> arenas = new IdentityHashMap<>();

  @GuardedBy("this")
  private final Queue<Consumer<ByteBuffer>> waiters = new ArrayDeque<>();

  /** Since the last {@link #trim}. */
  @GuardedBy("this")
  private int mostLent;

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
    if (page == null && arenas.size() < pages) {
      Arena arena = Arena.ofShared();
      page = arena.allocate(PAGE_BYTES).asByteBuffer();
      arenas.put(page, arena);
    }
    if (page == null) {
      waiters.add(later);
      return Optional.empty();
    }
    mostLent = Math.max(mostLent, lent());
    return Optional.of(page.clear());
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

  /**
   * Frees what nobody needed since the last call. Takes some microseconds for each page, because
   * all threads are asked whether they use it: not for an event loop.
   */
  void trim() {
    List<Arena> surplus = new ArrayList<>();
    synchronized (this) {
      int kept = Math.max(mostLent, KEPT);
      while (arenas.size() > kept && !free.isEmpty()) {
        surplus.add(arenas.remove(free.removeFirst()));
      }
      mostLent = lent();
    }
    surplus.forEach(Arena::close);
  }

  /** Pages that somebody holds. */
  synchronized int lent() {
    return arenas.size() - free.size();
  }

  /** Pages that there are, lent or not. */
  synchronized int allocated() {
    return arenas.size();
  }
}
