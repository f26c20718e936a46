package dev.lading.content.interleaving;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** A lock whose taking and leaving are steps. Not reentrant: who asks twice is blocked for ever. */
record SteppedLock(Steps steps, String name, String owner) implements Lock {
  /** Below this are the names of all. */
  static final String ALL = "@lock/";

  @Override
  public void lock() {
    steps.take(
        new Call("lock", name, "", footprint(), site -> site.get(name).isEmpty(), this::taken));
  }

  @Override
  public boolean tryLock() {
    return steps
        .take(
            new Call(
                "try",
                name,
                "",
                footprint(),
                site -> site.get(name).isEmpty() ? taken(site) : "held"))
        .equals(owner);
  }

  @Override
  public void unlock() {
    steps.take(
        new Call(
            "unlock",
            name,
            "",
            Footprint.writing(name),
            site -> {
              site.remove(name);
              return "";
            }));
  }

  @Override
  public void lockInterruptibly() {
    lock();
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) {
    throw new UnsupportedOperationException("time does not pass by itself");
  }

  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("nobody waits on conditions here");
  }

  private Object taken(Site site) {
    site.put(name, owner);
    return owner;
  }

  private Footprint footprint() {
    return Footprint.reading(name).and(Footprint.writing(name));
  }
}
