package dev.lading.content.interleaving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Races that everybody knows are found, and what is right passes. */
class ExplorerTest {
  private static final Key COUNTER = Key.of("counter");
  private static final Key A = Key.of("a");
  private static final Key B = Key.of("b");

  @Test
  void counter_readAndWritten_losesAnUpdate() {
    Report report = counting("x", "y", ExplorerTest::increment).explore();
    assertThat(report.violation().orElseThrow().what()).isEqualTo("both count: 1");
  }

  @Test
  void counter_underOneLock_losesNone() {
    Report report = counting("x", "x", ExplorerTest::incrementLocked).explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
    assertThat(report.worlds()).hasSize(1);
  }

  @Test
  void counter_underALockOfEachProcess_losesAnUpdate() {
    Report report = counting("x", "y", ExplorerTest::incrementLocked).explore();
    assertThat(report.violation().orElseThrow().what()).isEqualTo("both count: 1");
  }

  @Test
  void counter_whoseHolderIsKilled_isNotBlocked() {
    Report report =
        Scenario.named("killed holder")
            .operation("one", "x", ExplorerTest::incrementLocked)
            .operation("other", "x", ExplorerTest::incrementLocked)
            .crash("crash", "one")
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
    assertThat(report.worlds()).hasSize(2);
  }

  @Test
  void place_lookedAtAndThenTaken_isTakenTwice() {
    Scenario scenario =
        electing(
            steps -> {
              if (steps.driver().find(A).isEmpty()) {
                steps.driver().write(A, new byte[1]);
                steps.note("holders", n -> n + 1);
              }
            });
    assertThat(scenario.explore().violation().orElseThrow().what()).isEqualTo("one holder: 2");
  }

  @Test
  void place_takenByOneConditionalWrite_hasOneHolder() {
    Report report =
        electing(
                steps -> {
                  if (steps.driver().writeIfAbsent(A, new byte[1])) {
                    steps.note("holders", n -> n + 1);
                  }
                })
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
  }

  @Test
  void locks_takenInTwoOrders_areADeadlock() {
    Report report =
        Scenario.named("two locks")
            .operation("one", "x", steps -> bothLocks(steps, true))
            .operation("other", "x", steps -> bothLocks(steps, false))
            .explore();
    assertThat(report.violation().orElseThrow().what()).isEqualTo("deadlock: one, other");
  }

  @Test
  void locks_takenInOneOrder_areNone() {
    Report report =
        Scenario.named("two locks")
            .operation("one", "x", steps -> bothLocks(steps, true))
            .operation("other", "x", steps -> bothLocks(steps, true))
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
  }

  @Test
  void waiting_endsWithWhatIsWaitedFor() {
    Report report =
        Scenario.named("waiting")
            .operation("waiter", steps -> waitFor(steps, A))
            .operation("writer", steps -> steps.driver().write(A, new byte[1]))
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
  }

  @Test
  void waiting_forWhatNeverComes_isReported() {
    Report report =
        Scenario.named("waiting")
            .operation("waiter", steps -> waitFor(steps, A))
            .operation("writer", steps -> steps.driver().write(B, new byte[1]))
            .explore();
    assertThat(report.violation().orElseThrow().what()).isEqualTo("waiting for ever: waiter");
  }

  @Test
  void waiting_untilALaterTime_makesTimePass() {
    Report report =
        Scenario.named("patience")
            .operation(
                "waiter",
                steps -> {
                  while (steps.nanoTime().getAsLong() < Duration.ofSeconds(3).toNanos()) {
                    steps.await();
                  }
                })
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
  }

  @Test
  void lease_heldBeyondItsTime_isHeldTwice() {
    Report report =
        Scenario.named("lease")
            .timed(Duration.ofSeconds(1), "a")
            .operation(
                "one",
                steps -> {
                  steps.driver().write(A, new byte[1]);
                  steps.note("holders", n -> n + 1);
                  steps.note("holders", n -> n - 1);
                })
            .operation(
                "other",
                steps -> {
                  if (isOlderThan(steps, Duration.ofSeconds(2))) {
                    steps.note("holders", n -> n + 1);
                  }
                })
            .clock(2)
            .always("one holder", List.of(Scenario.fact("holders")), ExplorerTest::atMostOneHolder)
            .explore();
    assertThat(report.violation().orElseThrow().what()).isEqualTo("one holder: 2");
  }

  @Test
  void crash_betweenTwoWrites_leavesOne() {
    Scenario scenario =
        Scenario.named("crash")
            .operation(
                "writer",
                steps -> {
                  steps.driver().write(A, new byte[1]);
                  steps.driver().write(B, new byte[1]);
                })
            .crash("crash", "writer")
            .atTheEnd(
                "both or none",
                List.of("a", "b"),
                view -> view.has(A) == view.has(B) ? Optional.empty() : Optional.of("one"));
    Violation violation = scenario.explore().violation().orElseThrow();
    assertThat(violation.what()).isEqualTo("both or none: one");
    assertThat(violation.schedule()).containsExactly("writer", "crash");
  }

  @Test
  void memory_isOfOneProcess_andGoneWhenThatIsKilled() {
    Report report =
        Scenario.named("memory")
            .operation(
                "writer",
                "x",
                steps -> {
                  steps.remember("n", 1);
                  steps.note("written", _ -> 1);
                })
            .operation("other", "y", steps -> noteRemembered(steps, "seen by y"))
            .crash("crash", "writer")
            .then()
            .operation("reader", "x", steps -> noteRemembered(steps, "seen by x"))
            .atTheEnd(
                "remembered unless killed",
                List.of("@fact/"),
                view ->
                    view.fact("seen by y") == 0 && view.fact("seen by x") == view.fact("written")
                        ? Optional.empty()
                        : Optional.of("otherwise"))
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
    assertThat(report.worlds()).hasSize(2);
  }

  private static void noteRemembered(Steps steps, String fact) {
    long seen = steps.remembered("n").orElse(0);
    steps.note(fact, _ -> seen);
  }

  /** Told to be gone, gone all the same, or there. */
  @Test
  void removal_overAnInterruptedNetwork_comesLaterUnlessThatIsTooLate() {
    Key key = Key.of("k", "a");
    Report report =
        Scenario.named("network")
            .timed(Duration.ofSeconds(1))
            .given(steps -> steps.driver().write(key, new byte[1]))
            .operation(
                "remover",
                steps -> {
                  boolean isGone = steps.driver().fence(Duration.ofSeconds(1)).delete(key);
                  steps.note("told", _ -> isGone ? 1 : 0);
                })
            .interruption("k/")
            .clock(2)
            .atTheEnd(
                "never gone and not",
                List.of("k/", "@fact/"),
                view ->
                    view.fact("told") == 1 && view.has(key)
                        ? Optional.of("not gone")
                        : Optional.empty())
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
    assertThat(report.worlds()).hasSize(3);
  }

  @Test
  void laterPhase_seesWhatWasLeft() {
    Report report =
        Scenario.named("phases")
            .operation("writer", steps -> steps.driver().write(A, new byte[1]))
            .crash("crash", "writer")
            .then()
            .operation("sweeper", steps -> steps.driver().delete(A))
            .atTheEnd(
                "swept", List.of("a"), view -> view.has(A) ? Optional.of("left") : Optional.empty())
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
    assertThat(report.ends()).isEqualTo(1);
  }

  @Test
  void failure_ofAnOperation_isAViolation() {
    Report report =
        Scenario.named("failure")
            .operation(
                "reader",
                steps -> {
                  if (steps.driver().find(A).isPresent()) {
                    throw new IllegalStateException("unexpected");
                  }
                })
            .operation("writer", steps -> steps.driver().write(A, new byte[1]))
            .explore();
    assertThat(report.violation().orElseThrow().what()).contains("reader failed", "unexpected");
  }

  @Test
  void operation_thatNeverEnds_isReported() {
    Report report =
        Scenario.named("endless")
            .operation(
                "endless",
                steps -> {
                  while (steps.driver().find(A).isEmpty()) {
                    steps.tick();
                  }
                })
            .explore();
    assertThat(report.violation().orElseThrow().what()).isEqualTo("endless: endless");
  }

  @Test
  void operation_thatDependsOnSomethingElse_isRefused() {
    AtomicInteger runs = new AtomicInteger();
    Scenario scenario =
        Scenario.named("hidden")
            .operation(
                "hidden",
                steps -> {
                  steps.driver().find(Key.of("run" + runs.incrementAndGet()));
                  steps.driver().find(A);
                });
    assertThatExceptionOfType(Playback.NotRepeatable.class).isThrownBy(scenario::explore);
  }

  @Test
  void step_onAnotherThread_isRefused() {
    Scenario scenario =
        Scenario.named("threads")
            .operation(
                "threads",
                steps -> {
                  StorageDriver driver = steps.driver();
                  Supplier<Optional<ObjectInfo>> find = () -> driver.find(A);
                  Parallel.run(List.of(find, find), 2, "finding");
                });
    assertThat(scenario.explore().violation().orElseThrow().what()).contains("thread of its own");
  }

  @Test
  void check_thatLooksAtMoreThanItSays_isRefused() {
    Scenario scenario =
        Scenario.named("check")
            .operation("writer", steps -> steps.driver().write(A, new byte[1]))
            .always("b", List.of("b"), view -> view.has(A) ? Optional.of("a") : Optional.empty());
    assertThatThrownBy(scenario::explore).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void violation_replayed_isTheSameOnARealDriver() {
    Scenario scenario = counting("x", "y", ExplorerTest::incrementLocked);
    Violation violation = scenario.explore().violation().orElseThrow();
    assertThat(scenario.replay(violation.schedule())).isEqualTo(violation);
    assertThat(violation.toString()).contains("   1. one", "write counter", "schedule: one");
  }

  private static Scenario counting(String one, String other, Scenario.Body increment) {
    return Scenario.named("counter")
        .operation("one", one, increment)
        .operation("other", other, increment)
        .atTheEnd("both count", List.of("counter"), ExplorerTest::isTwo);
  }

  private static Optional<String> isTwo(View view) {
    String count = view.read(COUNTER).map(bytes -> new String(bytes, UTF_8)).orElse("none");
    return count.equals("2") ? Optional.empty() : Optional.of(count);
  }

  private static void increment(Steps steps) {
    int count =
        steps
            .driver()
            .read(COUNTER, 10)
            .map(bytes -> Integer.parseInt(new String(bytes, UTF_8)))
            .orElse(0);
    steps.driver().write(COUNTER, String.valueOf(count + 1).getBytes(UTF_8));
  }

  private static void incrementLocked(Steps steps) {
    Lock lock = steps.locks().get();
    lock.lock();
    try {
      increment(steps);
    } finally {
      lock.unlock();
    }
  }

  private static Scenario electing(Scenario.Body candidate) {
    return Scenario.named("election")
        .operation("one", candidate)
        .operation("other", candidate)
        .always("one holder", List.of(Scenario.fact("holders")), ExplorerTest::atMostOneHolder);
  }

  private static Optional<String> atMostOneHolder(View view) {
    long holders = view.fact("holders");
    return holders > 1 ? Optional.of(String.valueOf(holders)) : Optional.empty();
  }

  private static void bothLocks(Steps steps, boolean inOrder) {
    Supplier<Lock> locks = steps.locks();
    List<Lock> both = List.of(locks.get(), locks.get());
    List<Lock> ordered = inOrder ? both : both.reversed();
    ordered.forEach(Lock::lock);
    ordered.forEach(Lock::unlock);
  }

  private static void waitFor(Steps steps, Key key) {
    while (steps.driver().find(key).isEmpty()) {
      steps.await();
    }
  }

  private static boolean isOlderThan(Steps steps, Duration age) {
    Instant now = steps.clock(Times.STORE).instant();
    return steps
        .driver()
        .find(A)
        .filter(info -> !info.storeTime().plus(age).isAfter(now))
        .isPresent();
  }
}
