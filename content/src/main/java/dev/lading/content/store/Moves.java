package dev.lading.content.store;

import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.StoreClock;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Sees to it that of several processes that saw a tag name the same, one moves it on. Whoever wants
 * to notes that first, under a key made of what it saw, which only one can create:
 *
 * <pre>
 * lading/cache/moves/NAME/_/TAG/ALG-HEX-TIME/N    the Nth attempt to move the link on that was
 *                                                 written at TIME and names ALG:HEX, and where to
 * </pre>
 *
 * <p>A process that dies between its note and its move holds the tag for as long as a collector's
 * mark binds; then the next attempt may be made. So a process that was stopped for longer than a
 * removal may take gives up, and it is assumed of the store what the collector assumes as well:
 * that a write is not late by more than the slack. Whoever asks for nothing takes no part in this.
 *
 * <p>Where times are whole seconds, a tag that comes back to what it was within one cannot be moved
 * on so until the note is old.
 */
final class Moves {
  private static final Key MOVES = Key.of("lading/cache/moves");
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MOST_NOTES = 1_000;
  private static final int LOOKS = 5;

  private final StorageDriver driver;
  private final Links links;
  private final StoreClock clock;
  private final GcTerms terms;
  private final LongSupplier nanoTime;

  Moves(StorageDriver driver, Links links, StoreClock clock, GcTerms terms, LongSupplier nanoTime) {
    this.driver = driver;
    this.links = links;
    this.clock = clock;
    this.terms = terms;
    this.nanoTime = nanoTime;
  }

  /**
   * What a tag was seen as.
   *
   * @param named empty when there is no link, or none that says anything
   * @param written when the link was
   * @param nanos when the look began
   */
  record Look(
      RepositoryName name, Tag tag, Optional<Digest> named, Optional<Instant> written, long nanos) {
    private Key notes() {
      return MOVES.resolve(name + "/_/" + tag);
    }

    private Key note(long number) {
      Instant time = written.orElse(Instant.EPOCH);
      String digest = named.map(Digest::toString).orElse("nothing").replace(':', '-');
      String seen = digest + "-" + time.getEpochSecond() + "." + time.getNano();
      return notes().resolve(seen + "/" + number);
    }

    private boolean isOfTheSame(ListedObject note) {
      return note.key().equals(note(number(note)));
    }
  }

  /** Looks at a tag, its digest and its time being those of one link. */
  Look look(RepositoryName name, Tag tag) {
    Key link = Layout.tagLink(name, tag);
    long nanos = nanoTime.getAsLong();
    for (int i = 0; i < LOOKS; i++) {
      Optional<Instant> written = written(link);
      Optional<Digest> named = links.find(link);
      if (written(link).equals(written)) {
        return new Look(name, tag, named, written, nanos);
      }
    }
    throw new StoreBusy("tag " + tag + " of " + name + " moves all the time");
  }

  /**
   * Asks whether this process, and no other, is to move the tag on from what it was seen as; it has
   * to do so at once.
   *
   * @return where another moves it; empty when this one is to
   * @throws StoreBusy when the look was too long ago
   */
  Optional<Digest> begin(Look look, Digest to) {
    List<ListedObject> notes = driver.list(look.notes(), Optional.empty(), MOST_NOTES);
    List<ListedObject> same = notes.stream().filter(look::isOfTheSame).toList();
    if (isUnderWay(same)) {
      return rival(look, following(same) - 1, to);
    }
    if (!links.writeIfAbsent(look.note(following(same)), to)) {
      return rival(look, following(same), to);
    }
    if (nanoTime.getAsLong() - look.nanos() > terms.window().toNanos()) {
      throw new StoreBusy("the look at " + look.tag() + " of " + look.name() + " took too long");
    }
    forgetOld(notes);
    return Optional.empty();
  }

  private Optional<Digest> rival(Look look, long number, Digest to) {
    return links.find(look.note(number)).or(look::named).or(() -> Optional.of(to));
  }

  private boolean isUnderWay(List<ListedObject> notes) {
    return newest(notes)
        .filter(time -> time.plus(terms.markLife()).isAfter(clock.now()))
        .isPresent();
  }

  private void forgetOld(List<ListedObject> notes) {
    newest(notes)
        .map(time -> time.minus(KEPT))
        .ifPresent(
            old ->
                notes.stream()
                    .filter(note -> note.info().storeTime().isBefore(old))
                    .forEach(note -> driver.deleteTransient(note.key())));
  }

  private static long following(List<ListedObject> notes) {
    return notes.stream().mapToLong(Moves::number).max().orElse(-1) + 1;
  }

  private static long number(ListedObject note) {
    String name = note.key().name();
    return name.matches("[0-9]{1,18}") ? Long.parseLong(name) : 0;
  }

  private static Optional<Instant> newest(List<ListedObject> notes) {
    return notes.stream().map(note -> note.info().storeTime()).max(Comparator.naturalOrder());
  }

  private Optional<Instant> written(Key link) {
    return driver.find(link).map(ObjectInfo::storeTime);
  }
}
