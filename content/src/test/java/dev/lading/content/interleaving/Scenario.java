package dev.lading.content.interleaving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Who does what at once on which store, and what has to hold whatever happens. Mutable: put
 * together by one thread, then {@link #explore explored}, any number of times.
 */
public final class Scenario {
  private static final int PATIENCE = 100;
  private static final int MOST_STEPS = 1_000;
  private final String name;
  private final List<Operation> operations = new ArrayList<>();
  private final List<Check> always = new ArrayList<>();
  private final List<Check> atTheEnd = new ArrayList<>();
  private Timing timing = new Timing(Duration.ofSeconds(1), List.of());
  private World start = World.EMPTY;
  private int phase;
  private boolean isReduced = true;

  /** Plain blocking code that shares nothing but by steps; run often, each time from the start. */
  @FunctionalInterface
  public interface Body {
    void run(Steps steps);
  }

  /** Asks whether what is seen is as it has to be: what is wrong, or empty. */
  @FunctionalInterface
  public interface Question {
    Optional<String> complaint(View view);
  }

  private Scenario(String name) {
    this.name = name;
  }

  public static Scenario named(String name) {
    return new Scenario(name);
  }

  /**
   * To be said first.
   *
   * @param tick by how much time passes at once
   * @param timedBelow prefixes of keys below which objects have a store time; elsewhere all have
   *     the same
   */
  public Scenario timed(Duration tick, String... timedBelow) {
    timing = new Timing(tick, List.of(timedBelow));
    return this;
  }

  /** What happened before anything happens at once; may be said several times. */
  public Scenario given(Body body) {
    WorldSite site = new WorldSite(start, timing);
    body.run(new Steps("given", "given", 0, timing, call -> call.take(site)));
    start = site.world();
    return this;
  }

  /** An operation of a process of its own. */
  public Scenario operation(String operation, Body body) {
    return operation(operation, operation, body);
  }

  /** An operation that shares its locks, and what is remembered, with others of the process. */
  public Scenario operation(String operation, String process, Body body) {
    return stages(operation, process, Stage.only(body));
  }

  /** An operation of several stages, of a process of its own. */
  public Scenario stages(String operation, Stage first) {
    return stages(operation, operation, first);
  }

  /** As an {@link #operation(String, String, Body)} of several stages. */
  public Scenario stages(String operation, String process, Stage first) {
    operations.add(Operation.of(operation, process, phase, first));
    return this;
  }

  /** Time that passes at any moments, tick by tick. */
  public Scenario clock(int ticks) {
    return operation(
        "clock",
        steps -> {
          for (int i = 0; i < ticks; i++) {
            steps.tick();
          }
        });
  }

  /**
   * The way to the store is interrupted at any one moment, and mended at any later one: removals
   * through a fence that are sent meanwhile are not confirmed, and reach the store then if that is
   * still in time.
   *
   * @param below prefix of all that may be removed, with a slash at the end
   */
  public Scenario interruption(String below) {
    return operation("network", steps -> Network.interrupt(steps, below));
  }

  /** Operations end at any one moment together, and their processes with them, or do not. */
  public Scenario crash(String crash, String... killed) {
    List<String> processes =
        Stream.of(killed).map(each -> operations.get(indexOf(each)).process()).toList();
    operations.add(Operation.crash(crash, phase, List.of(killed), processes));
    return this;
  }

  /** What is said from here on begins when all before has ended. */
  public Scenario then() {
    phase++;
    return this;
  }

  /**
   * Must hold after every step.
   *
   * @param watched all that it looks at: names of keys, or prefixes with a slash at the end
   */
  public Scenario always(String check, List<String> watched, Question question) {
    always.add(new Check(check, watched, question));
    return this;
  }

  /** Must hold when all have ended; watched as in {@link #always}. */
  public Scenario atTheEnd(String check, List<String> watched, Question question) {
    atTheEnd.add(new Check(check, watched, question));
    return this;
  }

  /** Tries all orders, also of steps that commute: to see that nothing is lost without that. */
  public Scenario unreduced() {
    isReduced = false;
    return this;
  }

  /** For a part of it that several share. */
  public Scenario with(Consumer<Scenario> part) {
    part.accept(this);
    return this;
  }

  /** Under this name checks watch a {@link Steps#fact}. */
  public static String fact(String fact) {
    return Steps.at(fact);
  }

  public Report explore() {
    return Explorer.explore(this);
  }

  /**
   * Takes the steps of one execution again, on a real driver.
   *
   * @param schedule of {@link Violation#schedule}
   */
  public Violation replay(List<String> schedule) {
    return Replay.of(this, schedule);
  }

  String name() {
    return name;
  }

  List<Operation> operations() {
    return operations;
  }

  int indexOf(String operation) {
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i).name().equals(operation)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no operation " + operation);
  }

  World start() {
    return start;
  }

  Timing timing() {
    return timing;
  }

  int lastPhase() {
    return phase;
  }

  boolean isReduced() {
    return isReduced;
  }

  List<Check> always() {
    return always;
  }

  List<Check> atTheEnd() {
    return atTheEnd;
  }

  List<String> watched() {
    return always.stream().flatMap(each -> each.watched().stream()).distinct().toList();
  }

  /** How many ticks everybody may wait before that counts as for ever. */
  int patience() {
    return PATIENCE;
  }

  /** More of one operation count as endless. */
  int mostSteps() {
    return MOST_STEPS;
  }
}
