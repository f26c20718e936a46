package dev.lading.server;

import dev.lading.trust.service.TrustData;
import dev.lading.trust.store.Trim;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs timestamps again long before they expire, so that no reader has to wait for it, and removes
 * what has been superseded. Several replicas may do the same; after the first look they come at
 * different times, so that one does the work.
 */
final class TrustUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(TrustUpkeep.class);
  private static final Duration BETWEEN_SIGNATURES = Duration.ofHours(1);
  private static final Duration BETWEEN_TRIMS = Duration.ofHours(24);

  private final TrustData data;
  private final Trim trim;
  private final RandomGenerator random;

  TrustUpkeep(TrustData data, Trim trim, RandomGenerator random) {
    this.data = data;
    this.trim = trim;
    this.random = random;
  }

  /**
   * Goes on until its threads are interrupted.
   *
   * @param background runs each of both on a thread of its own
   */
  void begin(Executor background) {
    background.execute(() -> repeat(Duration.ZERO, BETWEEN_SIGNATURES, this::resign));
    background.execute(() -> repeat(jitter(BETWEEN_TRIMS), BETWEEN_TRIMS, this::trim));
  }

  /**
   * Each pause is up to an eighth longer.
   *
   * @param before what is waited first; nothing for what may be overdue, as all timestamps are when
   *     nobody was here for two weeks: until then pulls that need them are refused
   */
  private void repeat(Duration before, Duration pause, Runnable task) {
    try {
      Thread.sleep(before);
      while (true) {
        Authentication.attempt(task);
        Thread.sleep(pause.plus(jitter(pause)));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration jitter(Duration pause) {
    return Duration.ofNanos(random.nextLong(pause.dividedBy(8).toNanos()));
  }

  private void resign() {
    TrustData.Resigned done = data.resignAll();
    if (done.resigned() > 0 || done.failures() > 0) {
      LOG.info(
          "trust data signed again repositories={} failures={}", done.resigned(), done.failures());
    }
  }

  private void trim() {
    Trim.Trimmed done = trim.trim(Trim.DEFAULT_KEEP);
    LOG.info(
        "trust data trimmed generations={} files={} failures={}",
        done.generations(),
        done.files(),
        done.failures());
  }
}
