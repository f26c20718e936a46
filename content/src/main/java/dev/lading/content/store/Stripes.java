package dev.lading.content.store;

import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Locks by name, a fixed number of them: each guards one tag, one manifest or one entry of an index
 * while it is written, never a repository, and never while the network is read.
 */
final class Stripes {
  private static final int COUNT = 256;
  private final Lock[] locks;

  Stripes(Supplier<Lock> locks) {
    this.locks = IntStream.range(0, COUNT).mapToObj(_ -> locks.get()).toArray(Lock[]::new);
  }

  void guarded(Object name, Runnable work) {
    guarded(
        name,
        () -> {
          work.run();
          return true;
        });
  }

  <T> T guarded(Object name, Supplier<T> work) {
    Lock lock = locks[Math.floorMod(name.hashCode() * 0x9E3779B9, COUNT)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
