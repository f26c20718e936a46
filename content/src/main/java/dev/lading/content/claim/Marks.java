package dev.lading.content.claim;

import dev.lading.content.Digest;
import dev.lading.storage.ListedObject;
import dev.lading.storage.StorageDriver;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which digests are condemned: a run marks each before it removes it, and takes its mark away
 * afterwards. Only writers look at marks; whoever reads is never kept waiting.
 *
 * <p>Where several processes write to a store, a mark binds for {@link GcTerms#markLife} by the
 * store's time: by then what it announced has taken effect or never will. Where one process has the
 * store to itself, a mark binds until it is taken away, and those that a killed process left are
 * taken away before anything else ({@link #dropAll}).
 */
public final class Marks {
  private final StorageDriver driver;
  private final StoreClock clock;
  private final GcTerms terms;
  private final boolean isShared;

  public Marks(StorageDriver driver, StoreClock clock, GcTerms terms, boolean isShared) {
    this.driver = driver;
    this.clock = clock;
    this.terms = terms;
    this.isShared = isShared;
  }

  /** Whether any of these is condemned. */
  boolean isAny(Collection<Digest> digests) {
    return doesAnyBind(marks().filter(mark -> isOf(digests, mark)).toList());
  }

  /** Whether anything is. */
  boolean isAny() {
    return doesAnyBind(marks().toList());
  }

  private boolean doesAnyBind(List<ListedObject> marks) {
    if (marks.isEmpty() || !isShared) {
      return !marks.isEmpty();
    }
    return marks.stream().anyMatch(isVoid(clock.now()).negate());
  }

  /** Announces that this run is about to remove the digest. */
  public void condemn(Digest digest, RunNumber run) {
    driver.writeTransient(GcKeys.mark(digest, run), new byte[0]);
  }

  /**
   * Takes a run's own mark away, unless what it announced may still take effect.
   *
   * @param isSettled whether it has taken effect or never will; where one process has the store to
   *     itself, that is so as soon as nobody is at it any more
   */
  public void lift(Digest digest, RunNumber run, boolean isSettled) {
    if (isSettled || !isShared) {
      driver.deleteTransient(GcKeys.mark(digest, run));
    }
  }

  /** Takes away what binds nobody any more, whoever left it; between two runs of this process. */
  public void dropVoid() {
    if (!isShared) {
      dropAll();
      return;
    }
    List<ListedObject> marks = marks().toList();
    if (!marks.isEmpty()) {
      marks.stream()
          .filter(isVoid(clock.now()))
          .map(ListedObject::key)
          .forEach(driver::deleteTransient);
    }
  }

  /** For the one process that has a store to itself, before anybody writes to it. */
  public void dropAll() {
    driver.deleteBelowTransient(GcKeys.CONDEMNED);
  }

  private Stream<ListedObject> marks() {
    return Listed.below(driver, GcKeys.CONDEMNED);
  }

  private static boolean isOf(Collection<Digest> digests, ListedObject mark) {
    return GcKeys.digest(GcKeys.CONDEMNED, mark.key()).filter(digests::contains).isPresent();
  }

  private Predicate<ListedObject> isVoid(Instant now) {
    Instant since = now.minus(terms.markLife());
    return mark -> mark.info().storeTime().isBefore(since);
  }
}
