package dev.lading.server.gc;

import dev.lading.content.Algorithm;
import dev.lading.content.Change;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.Listed;
import dev.lading.content.store.Inventory;
import dev.lading.gc.Retention;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When manifests were last pulled, to the day, by a tag or by their digest: an empty object for
 * each below {@code lading/state/pulls/}, of which only the store's time counts. Every process that
 * serves the store writes it at most once a day. What was not pulled since that is noted counts as
 * pulled when that began.
 *
 * <p>Safe for any number of threads.
 */
public final class LastPulls implements Change.Listener, Retention.Pulls {
  private static final Logger LOG = LoggerFactory.getLogger(LastPulls.class);
  private static final Key PULLS = Key.of("lading/state/pulls");
  private static final Pattern NOTED =
      Pattern.compile(Pattern.quote(PULLS.path()) + "/(.+)/_/([a-z0-9]+)-([0-9a-f]+)");
  private static final Key BEGAN = Key.of("lading/state/pulls-noted-since");
  private static final Duration EVERY = Duration.ofDays(1);
  private static final int REMEMBERED = 20_000;
  private final StorageDriver driver;
  private final InstantSource clock;
  private final Executor background;

  // Guarded by itself. When each was last written by this process: those pulled last.
  private final Map<Key, Instant> written =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  private LastPulls(StorageDriver driver, InstantSource clock, Executor background) {
    this.driver = driver;
    this.clock = clock;
    this.background = background;
  }

  /**
   * Notes pulls from now on.
   *
   * @param background writes, so that nobody who pulls has to wait
   * @throws StorageException when that it begins cannot be noted
   */
  public static LastPulls noted(StorageDriver driver, InstantSource clock, Executor background) {
    boolean _ = driver.writeIfAbsent(BEGAN, new byte[0]);
    return new LastPulls(driver, clock, background);
  }

  /** For whoever serves nothing: what others have noted. */
  public static LastPulls read(StorageDriver driver, InstantSource clock) {
    return new LastPulls(driver, clock, Runnable::run);
  }

  /** To be called by a server that notes no pulls: what is not noted any more tells nothing. */
  public static void forget(StorageDriver driver) {
    if (driver.find(BEGAN).isPresent()) {
      driver.delete(BEGAN);
    }
  }

  /**
   * Deletes what is noted of manifests that their repositories do not hold any more: another
   * process may have removed them, and a pull may have been noted afterwards.
   *
   * @throws StorageException when the store cannot be listed
   */
  static void forgetGone(StorageDriver driver, Inventory inventory) {
    Listed.below(driver, PULLS)
        .map(ListedObject::key)
        .filter(key -> !isHeld(key, inventory))
        .forEach(driver::deleteTransient);
  }

  private static boolean isHeld(Key key, Inventory inventory) {
    Matcher noted = NOTED.matcher(key.path());
    if (!noted.matches() || !RepositoryName.isName(noted.group(1))) {
      return true;
    }
    return Algorithm.find(noted.group(2))
        .flatMap(algorithm -> Digest.find(algorithm, noted.group(3)))
        .filter(digest -> !inventory.holds(new RepositoryName(noted.group(1)), digest))
        .isEmpty();
  }

  @Override
  public void changed(Change change) {
    switch (change.what()) {
      case Change.ManifestPulled(var digest, _) -> note(key(change.repository(), digest));
      case Change.ManifestRemoved(var digest) -> remove(key(change.repository(), digest));
      case Change.BlobPushed _,
          Change.BlobMounted _,
          Change.BlobPulled _,
          Change.BlobRemoved _,
          Change.ManifestPushed _,
          Change.TagSet _,
          Change.TagRemoved _ -> {}
    }
  }

  @Override
  public Retention.Pull last(RepositoryName name, Tag tag, Digest target) {
    try {
      return driver
          .find(key(name, target))
          .map(LastPulls::end)
          .or(() -> driver.find(BEGAN).map(ObjectInfo::storeTime))
          .<Retention.Pull>map(Retention.Pull.At::new)
          .orElseGet(Retention.Pull.Unknown::new);
    } catch (StorageException e) {
      LOG.warn("when it was last pulled cannot be read repository={} tag={}", name, tag, e);
      return new Retention.Pull.Unknown();
    }
  }

  /** Until when pulls may have followed that were not written. */
  private static Instant end(ObjectInfo written) {
    return written.storeTime().plus(EVERY);
  }

  private void note(Key key) {
    if (isDue(key)) {
      inBackground(() -> driver.writeTransient(key, new byte[0]), key);
    }
  }

  private void remove(Key key) {
    synchronized (written) {
      written.remove(key);
    }
    inBackground(() -> driver.deleteTransient(key), key);
  }

  private boolean isDue(Key key) {
    Instant now = clock.instant();
    synchronized (written) {
      boolean isNoted =
          Optional.ofNullable(written.get(key))
              .filter(at -> now.isBefore(at.plus(EVERY)))
              .isPresent();
      if (!isNoted) {
        written.put(key, now);
      }
      return !isNoted;
    }
  }

  private void inBackground(Runnable work, Key key) {
    background.execute(
        () -> {
          try {
            work.run();
          } catch (StorageException e) {
            LOG.warn("the last pull is not noted key={}", key, e);
          }
        });
  }

  private static Key key(RepositoryName name, Digest digest) {
    return PULLS.resolve(name.name() + "/_/" + digest.algorithm().id() + "-" + digest.hex());
  }
}
