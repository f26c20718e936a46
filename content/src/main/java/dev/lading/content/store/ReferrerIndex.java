package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The referrers of one repository in memory. Disposable: whole only once it has been filled. */
final class ReferrerIndex {
  /** No digest comes before it. */
  private static final Digest FIRST = new Digest(Algorithm.SHA256, "0".repeat(64));

  private final ConcurrentSkipListSet<Referring> all = new ConcurrentSkipListSet<>();
  private final AtomicInteger size = new AtomicInteger();
  private final ReentrantLock filling = new ReentrantLock();
  private volatile boolean whole;

  /**
   * Has it filled, once: who asks meanwhile waits for that and does not read everything again.
   *
   * @param filler adds everything; false when something was left out and has to be tried again
   */
  void fill(BooleanSupplier filler) {
    if (whole) {
      return;
    }
    filling.lock();
    try {
      whole = whole || filler.getAsBoolean();
    } finally {
      filling.unlock();
    }
  }

  int size() {
    return size.get();
  }

  void add(Digest subject, Digest referrer) {
    if (all.add(new Referring(subject, referrer))) {
      size.incrementAndGet();
    }
  }

  void remove(Digest subject, Digest referrer) {
    if (all.remove(new Referring(subject, referrer))) {
      size.decrementAndGet();
    }
  }

  /** In the order of digests, those after {@code after} only. */
  Stream<Digest> of(Digest subject, Optional<Digest> after) {
    Referring start = new Referring(subject, after.orElse(FIRST));
    return all.tailSet(start, after.isEmpty()).stream()
        .takeWhile(each -> each.subject().equals(subject))
        .map(Referring::referrer);
  }

  private record Referring(Digest subject, Digest referrer) implements Comparable<Referring> {
    private static final Comparator<Referring> ORDER =
        Comparator.comparing(Referring::subject).thenComparing(Referring::referrer);

    @Override
    public int compareTo(Referring other) {
      return ORDER.compare(this, other);
    }
  }
}
