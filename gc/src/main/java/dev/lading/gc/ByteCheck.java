package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Verifying;
import dev.lading.content.store.Verifying.Reading;
import dev.lading.gc.Finding.Kind;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all bytes that a mark found, several blobs at once, and hashes them. Used once. */
final class ByteCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ByteCheck.class);
  private final Marked marked;
  private final LinkLook links;
  private final How how;
  private final int[] numbers;
  private final long totalBytes;
  private final long began;
  private final AtomicInteger next = new AtomicInteger();
  private long blobs;
  private long bytes;
  private long passed;

  /**
   * How it is done.
   *
   * @param rate waited for before bytes are read
   * @param stop whether it is to end
   */
  record How(
      Verifying verifying,
      ByteRate rate,
      int workers,
      BooleanSupplier stop,
      LongSupplier nanoTime,
      Scrub.Watcher watcher,
      Findings findings) {}

  ByteCheck(Marked marked, LinkLook links, How how) {
    this.marked = marked;
    this.links = links;
    this.how = how;
    this.numbers = IntStream.range(0, marked.stored().end()).filter(marked.stored()::has).toArray();
    this.totalBytes = IntStream.of(numbers).mapToLong(marked.stored()::size).sum();
    this.began = how.nanoTime().getAsLong();
  }

  /**
   * Goes on to the end, or until it is to stop.
   *
   * @return whether it came to the end
   */
  boolean run() {
    List<Supplier<Boolean>> workers =
        IntStream.range(0, how.workers()).mapToObj(_ -> (Supplier<Boolean>) this::work).toList();
    return Parallel.run(workers, how.workers(), "reading all bytes").stream()
        .reduce(true, Boolean::logicalAnd);
  }

  synchronized long blobs() {
    return blobs;
  }

  synchronized long bytes() {
    return bytes;
  }

  private boolean work() {
    for (int at = next.getAndIncrement(); at < numbers.length; at = next.getAndIncrement()) {
      if (!isRead(numbers[at])) {
        return false;
      }
    }
    return true;
  }

  /** False when it was given up. */
  private boolean isRead(int number) {
    Digest digest = marked.numbers().digest(number);
    Reading reading = new Reading.Absent();
    try {
      reading = how.verifying().read(digest, links.algorithms(digest), this::mayRead);
    } catch (StorageException e) {
      LOG.warn("bytes cannot be read digest={}", digest, e);
      how.findings().add(Kind.BYTES_UNREADABLE, digest.toString(), String.valueOf(e.getMessage()));
    }
    if (reading instanceof Reading.Whole whole) {
      judge(digest, whole.digests());
    }
    pass(number, reading);
    return !(reading instanceof Reading.GivenUp);
  }

  private boolean mayRead(int count) {
    if (how.stop().getAsBoolean()) {
      return false;
    }
    how.rate().await(count);
    return true;
  }

  private void judge(Digest digest, Set<Digest> actual) {
    if (!actual.contains(digest)) {
      how.findings().add(Kind.BYTES_DAMAGED, digest.toString(), "the bytes are " + actual);
      how.verifying().answerAsAbsent(digest);
      return;
    }
    for (Doomed.Link alias : links.aliases(digest)) {
      if (!actual.contains(alias.named())) {
        how.findings()
            .add(Kind.ALIAS_WRONG, alias.key().path(), "says " + digest + ", which is not that");
      }
    }
  }

  private synchronized void pass(int number, Reading reading) {
    if (reading instanceof Reading.Whole(long size, var _)) {
      blobs++;
      bytes += size;
    }
    passed += marked.stored().size(number);
    how.watcher().verified(blobs, bytes, totalBytes, left());
  }

  private Optional<Duration> left() {
    long took = how.nanoTime().getAsLong() - began;
    return passed == 0
        ? Optional.empty()
        : Optional.of(
            Duration.ofNanos((long) ((double) took / passed * Math.max(0, totalBytes - passed))));
  }
}
