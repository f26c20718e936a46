package dev.lading.gc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.claim.GcKeys;
import dev.lading.content.claim.Listed;
import dev.lading.content.claim.RunNumber;
import dev.lading.content.store.Doomed;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Since when each thing is unreachable that the last mark found so. A thing is a link or some
 * bytes, and remembered by 64 bits of a hash: should two ever be taken for each other, then
 * something that nothing needs goes a little early. What is not remembered was not unreachable.
 *
 * <p>Kept as pairs of hash and milliseconds since 1970, 16 bytes each, in parts of a million.
 */
final class Since {
  private static final int PER_PART = 1_000_000;
  private static final int PAIR_BYTES = 16;
  private final long[] names;
  private final long[] millis;

  private Since(long[] names, long[] millis) {
    this.names = names;
    this.millis = millis;
  }

  /** The name of some bytes. */
  static long name(Digest data) {
    return hash(data.toString());
  }

  static long name(Doomed.Link link) {
    return hash(link.key().path());
  }

  /** What the last mark noted that was completed. */
  static Since last(StorageDriver driver) {
    Optional<RunNumber> last =
        driver.children(GcKeys.CANDIDATES, Optional.empty(), Integer.MAX_VALUE).stream()
            .flatMap(name -> RunNumber.find(name).stream())
            .max(Comparator.naturalOrder());
    return last.map(run -> read(driver, GcKeys.candidates(run)))
        .orElseGet(() -> new Since(new long[0], new long[0]));
  }

  /** Empty when the last mark found it needed, or not there. */
  Optional<Instant> find(long name) {
    int at = Arrays.binarySearch(names, name);
    return at < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis[at]));
  }

  /** Collects what a mark finds. */
  static final class Notes {
    private final Since before;
    private final Instant now;
    private final List<Note> notes = new ArrayList<>();

    /**
     * @param now when the mark ended
     */
    Notes(Since before, Instant now) {
      this.before = before;
      this.now = now;
    }

    private record Note(long name, long since) {}

    /** Notes that it is unreachable, and tells since when. */
    Instant unreachable(long name) {
      Instant since = before.find(name).orElse(now);
      notes.add(new Note(name, since.toEpochMilli()));
      return since;
    }

    /** Writes all down, and forgets what earlier runs wrote. */
    void write(StorageDriver driver, RunNumber run) {
      notes.sort(Comparator.comparingLong(Note::name));
      int parts = Math.max(1, (notes.size() + PER_PART - 1) / PER_PART);
      for (int part = 0; part < parts; part++) {
        int end = Math.min(notes.size(), (part + 1) * PER_PART);
        driver.write(
            GcKeys.candidates(run).resolve("%04d".formatted(part)),
            bytes(notes.subList(part * PER_PART, end)));
      }
      forgetBefore(driver, run);
    }

    private static byte[] bytes(List<Note> notes) {
      ByteBuffer bytes = ByteBuffer.allocate(notes.size() * PAIR_BYTES);
      notes.forEach(note -> bytes.putLong(note.name()).putLong(note.since()));
      return bytes.array();
    }

    private static void forgetBefore(StorageDriver driver, RunNumber run) {
      driver.children(GcKeys.CANDIDATES, Optional.empty(), Integer.MAX_VALUE).stream()
          .flatMap(name -> RunNumber.find(name).stream())
          .filter(earlier -> earlier.compareTo(run) < 0)
          .forEach(earlier -> driver.deleteBelow(GcKeys.candidates(earlier)));
    }
  }

  private static Since read(StorageDriver driver, Key place) {
    List<ByteBuffer> parts =
        Listed.below(driver, place)
            .flatMap(part -> driver.read(part.key(), PER_PART * PAIR_BYTES).stream())
            .map(ByteBuffer::wrap)
            .toList();
    int size = parts.stream().mapToInt(part -> part.remaining() / PAIR_BYTES).sum();
    long[] names = new long[size];
    long[] millis = new long[size];
    int at = 0;
    for (ByteBuffer part : parts) {
      for (; part.remaining() >= PAIR_BYTES; at++) {
        names[at] = part.getLong();
        millis[at] = part.getLong();
      }
    }
    return new Since(names, millis);
  }

  private static long hash(String text) {
    byte[] hash = Algorithm.SHA256.newDigest().digest(text.getBytes(US_ASCII));
    return ByteBuffer.wrap(hash).getLong();
  }
}
