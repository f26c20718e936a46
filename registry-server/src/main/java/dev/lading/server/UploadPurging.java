package dev.lading.server;

import dev.lading.config.Section;
import dev.lading.content.store.AbandonedUploads;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When uploads that nobody goes on with are removed; distribution's {@code
 * storage.maintenance.uploadpurging}, with its defaults.
 *
 * @param age since the last byte
 * @param dryRun whether they are only counted, in the log
 */
record UploadPurging(boolean enabled, Duration age, Duration interval, boolean dryRun) {
  private static final Logger LOG = LoggerFactory.getLogger(UploadPurging.class);

  private static final Duration LEAST = Duration.ofMinutes(1);

  /** As distribution: several that are started together do not all begin at once. */
  private static final Duration LONGEST_FIRST_WAIT = Duration.ofHours(1);

  static UploadPurging from(Section purging) {
    return new UploadPurging(
        purging.flag("enabled", true),
        atLeastAMinute(purging, "age", Duration.ofHours(168)),
        atLeastAMinute(purging, "interval", Duration.ofHours(24)),
        purging.flag("dryrun", false));
  }

  /**
   * Between two chunks of an upload nothing comes for a while; and a bare number counts
   * nanoseconds.
   */
  private static Duration atLeastAMinute(Section purging, String key, Duration fallback) {
    Duration duration = purging.duration(key, fallback);
    if (duration.compareTo(LEAST) < 0) {
      purging.problem(
          key, "must be 1m at least. Write %dh, the default.".formatted(fallback.toHours()));
      return fallback;
    }
    return duration;
  }

  /** After how long runs of the collector end uploads; empty when these are only to be counted. */
  Optional<Duration> byRuns() {
    return enabled && !dryRun ? Optional.of(age) : Optional.empty();
  }

  /**
   * Purges again and again until its thread is interrupted.
   *
   * @param background runs it on a thread of its own
   */
  void begin(AbandonedUploads uploads, RandomGenerator random, Executor background) {
    if (enabled) {
      background.execute(() -> run(uploads, random));
    }
  }

  private void run(AbandonedUploads uploads, RandomGenerator random) {
    try {
      Thread.sleep(firstWait(random));
      while (true) {
        purge(uploads);
        Thread.sleep(interval);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration firstWait(RandomGenerator random) {
    Duration longest = interval.compareTo(LONGEST_FIRST_WAIT) < 0 ? interval : LONGEST_FIRST_WAIT;
    return Duration.ofNanos(random.nextLong(longest.toNanos()));
  }

  private void purge(AbandonedUploads uploads) {
    try {
      AbandonedUploads.Purged purged = uploads.purge(age, dryRun);
      LOG.info(
          "abandoned uploads {} sessions={} bytes={} unfinished={} failures={}",
          dryRun ? "found" : "removed",
          purged.sessions(),
          purged.bytes(),
          purged.unfinished(),
          purged.failures());
    } catch (StorageException e) {
      LOG.warn("abandoned uploads cannot be looked for; trying again in {}", interval, e);
    }
  }
}
