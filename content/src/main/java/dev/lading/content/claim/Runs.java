package dev.lading.content.claim;

import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Runs of the collector, numbered in one row over all processes. Whoever creates the next number
 * has the lease; the store's time of that object is the run's T0. Two runs at once are safe, and
 * only a waste: so a run that does not tell that it goes on may be followed by another.
 */
public final class Runs {
  private final StorageDriver driver;

  public Runs(StorageDriver driver) {
    this.driver = driver;
  }

  /**
   * A run that holds the lease.
   *
   * @param began T0, by the store's time
   */
  public record Run(RunNumber number, Instant began) {}

  /**
   * Begins the run after the last one.
   *
   * @return empty when another process began it first
   */
  public Optional<Run> begin() {
    RunNumber next = last().map(RunNumber::next).orElse(RunNumber.FIRST);
    if (!driver.writeIfAbsent(GcKeys.run(next).resolve("began"), new byte[0])) {
      return Optional.empty();
    }
    Instant began =
        driver
            .find(GcKeys.run(next).resolve("began"))
            .map(ObjectInfo::storeTime)
            .orElseThrow(
                () ->
                    new StorageUnavailable(
                        "run " + next + " was just begun and is not there",
                        new FileNotFoundException(GcKeys.run(next).path())));
    return Optional.of(new Run(next, began));
  }

  /** The number of the last run that began; empty before the first. */
  public Optional<RunNumber> last() {
    return driver.children(GcKeys.RUNS, Optional.empty(), Integer.MAX_VALUE).stream()
        .flatMap(name -> RunNumber.find(name).stream())
        .max(Comparator.naturalOrder());
  }

  /**
   * When the last run began that collects; empty before the first of those that are on record. A
   * run that only looks, or mends, counts for no schedule.
   */
  public Optional<Instant> lastThatCollects() {
    return driver.children(GcKeys.RUNS, Optional.empty(), Integer.MAX_VALUE).stream()
        .flatMap(name -> RunNumber.find(name).stream())
        .sorted(Comparator.reverseOrder())
        .filter(run -> driver.find(GcKeys.run(run).resolve("aside")).isEmpty())
        .flatMap(run -> driver.find(GcKeys.run(run).resolve("began")).stream())
        .map(ObjectInfo::storeTime)
        .findFirst();
  }

  /** Tells that the run only looks, or mends. */
  public void setAside(RunNumber run) {
    driver.writeTransient(GcKeys.run(run).resolve("aside"), new byte[0]);
  }

  /** Tells others that the run goes on. */
  public void goOn(RunNumber run) {
    driver.writeTransient(GcKeys.run(run).resolve("beat"), new byte[0]);
  }

  /** Tells others that the run has ended. */
  public void end(RunNumber run) {
    driver.writeTransient(GcKeys.run(run).resolve("ended"), new byte[0]);
  }

  /**
   * Whether a run that began goes on, as far as it tells.
   *
   * @param now by the store's time
   * @param silence after which it counts as dead
   */
  public boolean isUnderWay(RunNumber run, Instant now, Duration silence) {
    if (driver.find(GcKeys.run(run).resolve("ended")).isPresent()) {
      return false;
    }
    Instant since = now.minus(silence);
    return driver
        .find(GcKeys.run(run).resolve("beat"))
        .or(() -> driver.find(GcKeys.run(run).resolve("began")))
        .filter(beat -> beat.storeTime().isAfter(since))
        .isPresent();
  }
}
