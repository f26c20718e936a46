package dev.lading.content.claim;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Holds on a whole store: while somebody has one, no collector removes anything. For whoever goes
 * over all of it and must find each thing still there that something else named.
 *
 * <p>A hold is an object that its holder writes again and again. One that was not written for
 * {@link #LIFE} binds nobody, so a holder that died keeps nothing for longer. Publications do not
 * look at holds, and go on.
 *
 * <pre>
 * hold:  0 write holds/NAME/UUID
 *        1 any condemned/&#42; that binds? wait, go to 1; too long: drop it, empty
 *        2 (the holder) looks, and writes holds/NAME/UUID while the last write is younger than LIFE
 * </pre>
 *
 * A removal asks for holds after its mark is written: whoever writes second sees the first.
 */
public final class Holds {
  /** By the store's time. A holder writes at least four times as often. */
  public static final Duration LIFE = Duration.ofHours(1);

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final StorageDriver driver;
  private final Marks marks;
  private final StoreClock clock;
  private final Claims.Surroundings surroundings;

  public Holds(
      StorageDriver driver, Marks marks, StoreClock clock, Claims.Surroundings surroundings) {
    this.driver = driver;
    this.marks = marks;
    this.clock = clock;
    this.surroundings = surroundings;
  }

  /**
   * Takes one. When this returns nothing is being removed, and nothing will be until the hold is
   * closed or has died.
   *
   * @param name what for, for those who have to wait: lower case letters, digits and {@code -}
   * @param patience how long to wait for removals that have begun
   * @return empty when one of them went on for all that time: nothing is held then
   * @throws IllegalArgumentException when the name is none
   */
  public Optional<Hold> take(String name, Duration patience) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a hold: " + name);
    }
    Hold hold = new Hold(GcKeys.hold(name, surroundings.ids().get()));
    try {
      return isQuiet(patience) ? Optional.of(hold) : given(hold);
    } catch (RuntimeException e) {
      hold.close();
      throw e;
    }
  }

  /** What somebody holds the store for; empty when nobody does. */
  public Optional<String> holder() {
    List<ListedObject> holds = holds();
    return holds.isEmpty()
        ? Optional.empty()
        : holds.stream()
            .filter(isYoungerThan(LIFE))
            .flatMap(held -> GcKeys.holder(held.key()).stream())
            .findFirst();
  }

  /** Takes away what died long ago. */
  public void dropDead() {
    List<ListedObject> holds = holds();
    if (!holds.isEmpty()) {
      holds.stream()
          .filter(isYoungerThan(LIFE.multipliedBy(2)).negate())
          .map(ListedObject::key)
          .forEach(driver::deleteTransient);
    }
  }

  private List<ListedObject> holds() {
    return Listed.below(driver, GcKeys.HOLDS).toList();
  }

  private static Optional<Hold> given(Hold hold) {
    hold.close();
    return Optional.empty();
  }

  private boolean isQuiet(Duration patience) {
    long began = now();
    while (marks.isAny()) {
      if (now() - began >= patience.toNanos()) {
        return false;
      }
      surroundings.pause().await(BETWEEN);
    }
    return true;
  }

  private Predicate<ListedObject> isYoungerThan(Duration age) {
    Instant since = clock.now().minus(age);
    return held -> held.info().storeTime().isAfter(since);
  }

  private long now() {
    return surroundings.nanoTime().getAsLong();
  }

  /** One that was taken. Safe for any number of threads. */
  public final class Hold implements AutoCloseable {
    private final Key key;
    private long written;

    private Hold(Key key) {
      this.key = key;
      write(now());
    }

    /**
     * To be called again and again by whoever goes on.
     *
     * @return false when that came too late: something may have been removed meanwhile
     */
    public synchronized boolean goOn() {
      long now = now();
      Duration age = Duration.ofNanos(now - written);
      if (age.compareTo(LIFE) >= 0) {
        return false;
      }
      if (age.compareTo(LIFE.dividedBy(8)) >= 0) {
        write(now);
      }
      return true;
    }

    /** Lets collectors go on. */
    @Override
    public void close() {
      driver.deleteTransient(key);
    }

    /**
     * @param now from before the write, so that the hold never looks younger than it is
     */
    private void write(long now) {
      driver.writeTransient(key, new byte[0]);
      written = now;
    }
  }
}
