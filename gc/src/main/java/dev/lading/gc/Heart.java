package dev.lading.gc;

import dev.lading.content.claim.RunNumber;
import dev.lading.content.store.Collecting;
import dev.lading.storage.StorageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes that a run goes on, from a thread of its own, and notices when one of them
 * has begun another, or goes by other terms. A store that only one process writes to needs neither.
 */
final class Heart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

  /** Beats within the time after which a run that says nothing counts as dead. */
  private static final int BEATS = 4;

  private final Collecting store;
  private final RunNumber run;
  private final Duration every;
  private volatile boolean hasLost;
  private final Thread thread;

  private Heart(Collecting store, RunNumber run) {
    this.store = store;
    this.run = run;
    this.every = store.terms().slack().dividedBy(BEATS);
    this.thread = Thread.ofVirtual().name("gc-beat").unstarted(this::beat);
  }

  /** Beats until it is closed. */
  static Heart of(Collecting store, RunNumber run) {
    Heart heart = new Heart(store, run);
    if (store.isShared()) {
      heart.thread.start();
    }
    return heart;
  }

  /** Whether another run has begun, or a process that goes by other terms. */
  boolean hasLost() {
    return hasLost;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void beat() {
    try {
      while (!hasLost) {
        Thread.sleep(every);
        once();
      }
    } catch (InterruptedException _) {
      LOG.debug("gc run={} beats no more", run);
    }
  }

  private void once() {
    try {
      store.runs().goOn(run);
      hasLost =
          store.runs().last().filter(last -> last.compareTo(run) > 0).isPresent()
              || !store.declaredTerms().others().isEmpty();
    } catch (StorageException e) {
      LOG.warn("gc run={} cannot tell that it goes on", run, e);
    }
  }
}
