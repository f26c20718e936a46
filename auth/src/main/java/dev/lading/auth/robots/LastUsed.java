package dev.lading.auth.robots;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lading.auth.Identity;
import dev.lading.storage.Key;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When robots were last used, to the hour: one small object for each below {@code
 * lading/state/robots/}. Every process that serves the store writes there at most once an hour and
 * robot; the last one counts.
 *
 * <p>Safe for any number of threads.
 */
public final class LastUsed {
  private static final Logger LOG = LoggerFactory.getLogger(LastUsed.class);
  private static final Key ROBOTS = Key.of("lading/state/robots");
  private static final Duration EVERY = Duration.ofHours(1);
  private static final int LARGEST = 64;

  private final StorageDriver driver;
  private final InstantSource clock;

  // When each was last written by this process, or that was tried: as many as there are robots.
  private final Map<String, Instant> written = new ConcurrentHashMap<>();

  /** Where small objects are read from; the read of a {@link StorageDriver}, or less than one. */
  @FunctionalInterface
  public interface Objects {
    /** Empty when there is no such object. */
    Optional<byte[]> read(Key key, int limitBytes);
  }

  public LastUsed(StorageDriver driver, InstantSource clock) {
    this.driver = driver;
    this.clock = clock;
  }

  /** Notes that a robot has just logged in. No login fails because this cannot be written. */
  public void note(Identity.Robot robot) {
    Instant now = clock.instant();
    if (isDue(robot.name(), now)) {
      byte[] text = now.truncatedTo(ChronoUnit.SECONDS).toString().getBytes(US_ASCII);
      try {
        driver.writeTransient(key(robot.name()), text);
      } catch (StorageException e) {
        LOG.warn("the last use of a robot is not noted robot={}", robot.name(), e);
      }
    }
  }

  /** When a robot was last used; empty when it never was, or that cannot be read. */
  public Optional<Instant> find(String robot) {
    return find(driver::read, robot);
  }

  /** As {@link #find(String)}, for whoever has no driver of the store. */
  public static Optional<Instant> find(Objects store, String robot) {
    try {
      return store.read(key(robot), LARGEST).map(text -> Instant.parse(new String(text, US_ASCII)));
    } catch (DateTimeException | ObjectTooLarge _) {
      return Optional.empty(); // a power loss may have cut it short
    }
  }

  /** Of several that come at once, one is told yes. */
  private boolean isDue(String name, Instant now) {
    Instant before = written.putIfAbsent(name, now);
    return before == null
        || (!now.isBefore(before.plus(EVERY)) && written.replace(name, before, now));
  }

  private static Key key(String robot) {
    return ROBOTS.resolve(robot);
  }
}
