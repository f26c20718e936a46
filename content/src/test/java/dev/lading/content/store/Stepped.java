package dev.lading.content.store;

import dev.lading.content.Digest;
import dev.lading.content.claim.ClaimMemory;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.interleaving.Steps;
import dev.lading.content.interleaving.Times;
import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * How to open a content store of which each call of the driver, each lock and each clock is a step.
 *
 * @param clock tells what nobody decides by
 * @param isShared whether it is one of several replicas; else it has the store to itself, with no
 *     room for an index
 */
record Stepped(
    Steps steps,
    StorageDriver driver,
    LongSupplier nanoTime,
    InstantSource clock,
    ClaimMemory memory,
    Pause pause,
    GcTerms terms,
    boolean isShared) {
  static final Duration TICK = Duration.ofHours(6);

  /** What is told of a window or a mark is over with the next tick; so is a grace. */
  static final GcTerms TERMS = terms(TICK, TICK);

  static GcTerms terms(Duration grace, Duration longestRun) {
    return new GcTerms(grace, Duration.ofSeconds(1), Duration.ofSeconds(1), longestRun);
  }

  /** A replica that was just started. */
  static Stepped fresh(Steps steps) {
    return new Stepped(
        steps,
        steps.driver(),
        steps.nanoTime(),
        () -> Times.START,
        new Private(new HashMap<>()),
        _ -> steps.await(),
        TERMS,
        true);
  }

  static ContentStore replica(Steps steps) {
    return fresh(steps).open();
  }

  /** The replica whose process takes the steps. */
  static Stepped process(Steps steps) {
    return fresh(steps).remembering(new OfProcess(steps));
  }

  /** The only process there is. */
  static Stepped alone(Steps steps) {
    return new Stepped(
        steps,
        new Exclusive(steps.driver()),
        steps.nanoTime(),
        () -> Times.START,
        new OfProcess(steps),
        _ -> steps.await(),
        TERMS,
        false);
  }

  static ContentStore single(Steps steps) {
    return alone(steps).open();
  }

  Stepped over(UnaryOperator<StorageDriver> lie) {
    return new Stepped(steps, lie.apply(driver), nanoTime, clock, memory, pause, terms, isShared);
  }

  Stepped timedBy(LongSupplier another) {
    return new Stepped(steps, driver, another, clock, memory, pause, terms, isShared);
  }

  Stepped datedBy(InstantSource another) {
    return new Stepped(steps, driver, nanoTime, another, memory, pause, terms, isShared);
  }

  Stepped remembering(ClaimMemory another) {
    return new Stepped(steps, driver, nanoTime, clock, another, pause, terms, isShared);
  }

  Stepped waitingBy(Pause another) {
    return new Stepped(steps, driver, nanoTime, clock, memory, another, terms, isShared);
  }

  Stepped on(GcTerms others) {
    return new Stepped(steps, driver, nanoTime, clock, memory, pause, others, isShared);
  }

  ContentStore open() {
    return ContentStore.opened(
        new OwnScratch(steps, driver),
        new ContentStore.Settings(1 << 20, isShared ? 0 : 1, TestStore.BLOB_LIMIT, terms),
        new ContentStore.Surroundings(
            clock, nanoTime, steps.ids(), Runnable::run, pause, steps.locks(), memory, 1),
        List.of());
  }

  /** Of a process that nobody else takes steps of. */
  private record Private(Map<Digest, Long> written) implements ClaimMemory {
    @Override
    public OptionalLong at(Digest digest) {
      Long nanos = written.get(digest);
      return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    @Override
    public void put(Digest digest, long nanos) {
      written.put(digest, nanos);
    }
  }

  /** Shared by all operations of the process, each look a step. */
  record OfProcess(Steps steps) implements ClaimMemory {
    @Override
    public OptionalLong at(Digest digest) {
      return steps.remembered(digest.toString());
    }

    @Override
    public void put(Digest digest, long nanos) {
      steps.remember(digest.toString(), nanos);
    }
  }

  /** Removals have no end: one has happened when it returns, or never will. */
  private static final class Exclusive extends ForwardingDriver {
    Exclusive(StorageDriver driver) {
      super(driver);
    }

    @Override
    public Fence fence(Duration window) {
      return key -> {
        delete(key);
        return true;
      };
    }
  }

  /**
   * Tells the store's time without the object that is written to learn it: as if nobody else wrote
   * the same one in between, whose time would be a later one.
   */
  private static final class OwnScratch extends ForwardingDriver {
    private final Steps steps;
    private Instant written = Times.START;

    OwnScratch(Steps steps, StorageDriver driver) {
      super(driver);
      this.steps = steps;
    }

    @Override
    public void writeTransient(Key key, byte[] bytes) {
      if (key.equals(Layout.CLOCK)) {
        written = steps.clock(Times.STORE).instant();
      } else {
        super.writeTransient(key, bytes);
      }
    }

    @Override
    public Optional<ObjectInfo> find(Key key) {
      return key.equals(Layout.CLOCK) ? Optional.of(new ObjectInfo(0, written)) : super.find(key);
    }
  }
}
