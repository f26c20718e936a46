package dev.lading.content.interleaving;

import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * All that an operation may know and change of what it shares with others: whatever it asks of
 * these is a step, before which everybody else may take any number of theirs. For the one thread
 * that runs the operation.
 */
public final class Steps {
  /** The verb of whoever waits for something to change. */
  static final String WAKE = "wake";

  private final String operation;
  private final String process;
  private final int stage;
  private final Timing timing;
  private final Taker taker;
  private final Thread thread = Thread.currentThread();
  private final List<Seen> sinceLastWait = new ArrayList<>();
  private long ids;
  private int locks;

  /** Takes a step, and tells what is observed: now, or as it was remembered. */
  @FunctionalInterface
  interface Taker {
    Object take(Call call);
  }

  Steps(String operation, String process, int stage, Timing timing, Taker taker) {
    this.operation = operation;
    this.process = process;
    this.stage = stage;
    this.timing = timing;
    this.taker = taker;
  }

  public StorageDriver driver() {
    return new SteppedDriver(this, timing);
  }

  /** A clock of this machine; not the monotonic one. */
  public InstantSource clock(Times which) {
    return () -> Times.START.plusNanos(nanos(which));
  }

  public LongSupplier nanoTime() {
    return () -> nanos(Times.MONOTONIC);
  }

  /** The same sequence each time, and none that another stage or operation is given. */
  public Supplier<UUID> ids() {
    return () -> new UUID(Hash.of(operation), ((long) stage << 32) + ++ids);
  }

  /**
   * Locks that the operations of one process share: the first that each of them asks for is the
   * same, and so on.
   */
  public Supplier<Lock> locks() {
    return () -> new SteppedLock(this, SteppedLock.ALL + process + "/" + ++locks, operation);
  }

  /** What the process of this operation remembers under a name; only until it is killed. */
  public OptionalLong remembered(String name) {
    String where = memory(process) + name;
    Object found =
        take(new Call("remembered", where, "", Footprint.reading(where), site -> site.get(where)));
    return found instanceof Optional<?> number && number.isPresent()
        ? OptionalLong.of((Long) number.get())
        : OptionalLong.empty();
  }

  /** Has the process of this operation remember a number, which its others then see. */
  public void remember(String name, long number) {
    String where = memory(process) + name;
    step("remember", where, Footprint.writing(where), site -> site.put(where, number));
  }

  /**
   * Blocks until anything is otherwise than it was seen since the last wait, or time has passed.
   * Whoever looks again and sees the same again would only wait again.
   */
  public void await() {
    nanos(Times.MONOTONIC);
    List<Seen> seen = List.copyOf(sinceLastWait);
    Footprint looks =
        seen.stream()
            .map(each -> each.call().footprint())
            .reduce(Footprint.reading(), Footprint::and);
    sinceLastWait.clear();
    take(
        new Call(
            WAKE, "", "", looks, site -> seen.stream().anyMatch(s -> s.isOver(site)), _ -> ""));
  }

  /** Lets time pass on all clocks. */
  public void tick() {
    pass(timing.tick());
  }

  /** As {@link #tick}, any time. */
  public void pass(Duration time) {
    step("pass", time.toString(), allClocks(), site -> Times.pass(site, time));
  }

  /** One clock is set. */
  public void jump(Times which, Duration by) {
    step("jump", which + " " + by, both(which.clock()), site -> which.jump(site, by));
  }

  /** What operations tell of themselves: a number under a name, at first 0. */
  public long fact(String name) {
    return (Long)
        take(new Call("recall", name, "", Footprint.reading(at(name)), s -> get(s, name)));
  }

  /** Changes a fact by one step; the number that it then is. */
  public long note(String name, LongUnaryOperator change) {
    return (Long)
        take(new Call("note", name, "", both(at(name)), site -> noted(site, name, change)));
  }

  /**
   * Changes a fact if another is as expected, by one step.
   *
   * @return whether it is
   */
  public boolean noteIf(String condition, long expected, String name, LongUnaryOperator change) {
    Footprint footprint = both(at(name)).and(Footprint.reading(at(condition)));
    return take(
            new Call(
                "note",
                name,
                "",
                footprint,
                site -> get(site, condition) == expected ? noted(site, name, change) : "otherwise"))
        instanceof Long;
  }

  Object take(Call call) {
    if (!Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("a step on a thread of its own: " + call);
    }
    Object observed = taker.take(call);
    if (call.changesNothing()) {
      sinceLastWait.add(new Seen(call, observed));
    }
    if (observed instanceof Thrown(RuntimeException failure)) {
      throw failure;
    }
    return observed;
  }

  static long get(Site site, String fact) {
    return (Long) site.get(at(fact)).orElse(0L);
  }

  /** Below this a {@link World} has what a process remembers. */
  static String memory(String process) {
    return "@memory/" + process + "/";
  }

  /** Under this name a {@link World} has a fact. */
  static String at(String fact) {
    return "@fact/" + fact;
  }

  private long nanos(Times which) {
    return (Long)
        take(new Call("time", which.name(), "", Footprint.reading(which.clock()), which::nanos));
  }

  private void step(String verb, String name, Footprint footprint, Consumer<Site> effect) {
    take(
        new Call(
            verb,
            name,
            "",
            footprint,
            site -> {
              effect.accept(site);
              return "";
            }));
  }

  private static Object noted(Site site, String name, LongUnaryOperator change) {
    long now = change.applyAsLong(get(site, name));
    site.put(at(name), now);
    return now;
  }

  private static Footprint allClocks() {
    return Arrays.stream(Times.values())
        .map(each -> both(each.clock()))
        .reduce(Footprint.reading(), Footprint::and);
  }

  private static Footprint both(String name) {
    return Footprint.reading(name).and(Footprint.writing(name));
  }
}
