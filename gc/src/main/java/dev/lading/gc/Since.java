package dev.lading.gc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.claim.GcKeys;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Listed;
import dev.lading.content.claim.RunNumber;
import dev.lading.content.store.Doomed;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Since when each thing is unreachable that the last mark found so. A thing is a link or some
 * bytes, and remembered by 64 bits of a hash: should two ever be taken for each other, then
 * something that nothing needs goes a little early. What is not remembered was not unreachable, or
 * somebody had relied on it too lately to tell.
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

  /**
   * Forgets what marks noted before that moment, for whoever is about to forget the claims of that
   * time: nobody could tell any more what was needed in between.
   */
  static void forgetBefore(StorageDriver driver, Instant moment) {
    runs(driver)
        .filter(
            run ->
                driver
                    .find(GcKeys.run(run).resolve("began"))
                    .filter(began -> !began.storeTime().isBefore(moment))
                    .isEmpty())
        .forEach(run -> driver.deleteBelow(GcKeys.candidates(run)));
  }

  /** What the last mark noted that was completed. */
  static Since last(StorageDriver driver) {
    return runs(driver)
        .max(Comparator.naturalOrder())
        .map(run -> read(driver, GcKeys.candidates(run)))
        .orElseGet(() -> new Since(new long[0], new long[0]));
  }

  /**
   * Empty when the last mark found it needed, or not there; or when somebody relied on it since.
   *
   * @param claimed when somebody claimed it last
   */
  Optional<Instant> find(long name, Optional<Instant> claimed) {
    int at = Arrays.binarySearch(names, name);
    return Optional.of(at)
        .filter(place -> place >= 0)
        .map(place -> Instant.ofEpochMilli(millis[place]))
        .filter(since -> claimed.isEmpty() || claimed.get().isBefore(since));
  }

  /** The moments that a mark goes by. */
  record Moments(Instant began, Instant ended, Duration reliance) {
    Moments(Instant began, Instant ended, GcTerms terms) {
      this(began, ended, terms.reliance());
    }

    /** Until when something may appear, or may have, that relies on it. */
    Instant settled(Optional<Instant> claimed) {
      return claimed.map(at -> at.plus(reliance)).orElse(Instant.MIN);
    }
  }

  /**
   * Collects what a mark finds. What was claimed since it was noted may have been needed in
   * between, and is noted anew; what was claimed so lately that its writer may go on after this
   * mark came by is not noted before the next.
   */
  static final class Notes {
    private final Since before;
    private final Moments moments;
    private final Map<Digest, Instant> claims;
    private final List<Note> notes = new ArrayList<>();

    /**
     * @param claims when each of these was claimed last, as it was after the mark had ended
     */
    Notes(Since before, Moments moments, Map<Digest, Instant> claims) {
      this.before = before;
      this.moments = moments;
      this.claims = claims;
    }

    private record Note(long name, long since) {}

    /**
     * Notes that it is unreachable.
     *
     * @param claimable all that those may have claimed who rely on it
     * @return since when that counts; later than now for what is not noted yet
     */
    Instant unreachable(long name, Set<Digest> claimable) {
      Optional<Instant> claimed =
          claimable.stream()
              .flatMap(each -> Optional.ofNullable(claims.get(each)).stream())
              .max(Comparator.naturalOrder());
      Instant settled = moments.settled(claimed);
      if (settled.isAfter(moments.began())) {
        return settled.isAfter(moments.ended()) ? settled : moments.ended();
      }
      Instant since = before.find(name, claimed).orElse(moments.ended());
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
      runs(driver)
          .filter(earlier -> earlier.compareTo(run) < 0)
          .forEach(earlier -> driver.deleteBelow(GcKeys.candidates(earlier)));
    }
  }

  private static Stream<RunNumber> runs(StorageDriver driver) {
    return driver.children(GcKeys.CANDIDATES, Optional.empty(), Integer.MAX_VALUE).stream()
        .flatMap(name -> RunNumber.find(name).stream());
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
