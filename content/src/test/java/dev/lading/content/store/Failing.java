package dev.lading.content.store;

import dev.lading.storage.Key;
import dev.lading.storage.StorageFull;
import java.util.concurrent.atomic.AtomicInteger;

/** Fails one call of many: a disk that is full at exactly that moment. */
final class Failing implements WatchedDriver.Watcher {
  private final AtomicInteger left;

  /**
   * @param call which one, from 1
   */
  Failing(int call) {
    this.left = new AtomicInteger(call);
  }

  @Override
  public void before(WatchedDriver.Verb verb, Key key) {
    if (left.decrementAndGet() == 0) {
      throw new StorageFull("no space for " + verb + " " + key, null);
    }
  }

  /** False when there were fewer calls. */
  boolean happened() {
    return left.get() <= 0;
  }
}
