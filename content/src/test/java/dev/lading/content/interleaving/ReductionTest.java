package dev.lading.content.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** Fewer orders are tried, and nothing is missed by that. */
class ReductionTest {
  private static final int PROGRAMS = Integer.getInteger("lading.interleaving.programs", 300);
  private static final List<String> KEYS = List.of("p/a", "p/b", "q/a", "q/b");

  @Test
  void stepsThatCommute_areTakenInOneOrder() {
    Report all = writers().unreduced().explore();
    assertThat(all.states()).isEqualTo(16);
    assertThat(all.steps()).isEqualTo(24);
    Report reduced = writers().explore();
    assertThat(reduced.states()).isEqualTo(7);
    assertThat(reduced.worlds()).isEqualTo(all.worlds());
  }

  private static Scenario writers() {
    return Scenario.named("writers")
        .operation("one", steps -> writeThrice(steps, "one"))
        .operation("other", steps -> writeThrice(steps, "other"));
  }

  private static void writeThrice(Steps steps, String own) {
    for (int i = 0; i < 3; i++) {
      steps.driver().write(Key.of(own, "key" + i), new byte[1]);
    }
  }

  @Test
  void exploration_doneAgain_countsTheSame() {
    SplittableRandom seeds = new SplittableRandom(7);
    for (int i = 0; i < 20; i++) {
      long seed = seeds.nextLong();
      assertThat(program(seed).explore()).isEqualTo(program(seed).explore());
    }
  }

  @Test
  void randomPrograms_reduced_endAsWithAllOrdersTried() {
    SplittableRandom seeds = new SplittableRandom(1);
    long states = 0;
    long reducedStates = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      long seed = seeds.nextLong();
      Report all = program(seed).unreduced().explore();
      Report reduced = program(seed).explore();
      assertThat(reduced.worlds()).as("seed %d", seed).isEqualTo(all.worlds());
      states += all.states();
      reducedStates += reduced.states();
    }
    assertThat(reducedStates).isLessThan(states / 2);
  }

  @Test
  void randomPrograms_reduced_breakTheSameInvariants() {
    SplittableRandom seeds = new SplittableRandom(2);
    int broken = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      long seed = seeds.nextLong();
      Scenario scenario = watched(seed);
      Optional<Violation> reduced = scenario.explore().violation();
      boolean isBroken = watched(seed).unreduced().explore().violation().isPresent();
      assertThat(reduced.isPresent()).as("seed %d", seed).isEqualTo(isBroken);
      reduced.ifPresent(
          violation ->
              assertThat(scenario.replay(violation.schedule()))
                  .as("%d", seed)
                  .isEqualTo(violation));
      broken += isBroken ? 1 : 0;
    }
    assertThat(broken).isBetween(PROGRAMS / 10, PROGRAMS * 9 / 10);
  }

  private static Scenario watched(long seed) {
    return program(seed)
        .always(
            "not both",
            List.of("p/a", "q/b"),
            view -> {
              Optional<byte[]> one = view.read(Key.of("p/a"));
              Optional<byte[]> other = view.read(Key.of("q/b"));
              boolean both =
                  one.isPresent() && other.isPresent() && one.get().length != other.get().length;
              return both ? Optional.of("both") : Optional.empty();
            });
  }

  /** Two or three operations of a few steps, what each does depending on what it saw. */
  private static Scenario program(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Scenario scenario = Scenario.named("random").timed(Duration.ofSeconds(1), "q");
    int operations = 2 + random.nextInt(2);
    for (int i = 0; i < operations; i++) {
      long own = random.nextLong();
      scenario.operation("o" + i, random.nextBoolean() ? "x" : "y", steps -> random(steps, own));
    }
    if (random.nextInt(3) == 0) {
      scenario.clock(1);
    }
    if (random.nextInt(3) == 0) {
      scenario.crash("crash", "o0", "o1");
    }
    return scenario;
  }

  private static void random(Steps steps, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StorageDriver driver = steps.driver();
    Lock lock = steps.locks().get();
    int seen = 0;
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      Key key = Key.of(KEYS.get((random.nextInt(KEYS.size()) + seen) % KEYS.size()));
      byte[] bytes = new byte[1 + (seen + random.nextInt(2)) % 3];
      switch (random.nextInt(7)) {
        case 0, 1 -> driver.write(key, bytes);
        case 2 -> driver.delete(key);
        case 3 -> seen += driver.read(key, 10).map(read -> read.length).orElse(0);
        case 4 -> seen += driver.writeIfAbsent(key, bytes) ? 1 : 0;
        case 5 -> {
          lock.lock();
          try {
            Key prefix = Key.of(random.nextBoolean() ? "p" : "q");
            seen += driver.list(prefix, Optional.empty(), 9).size();
          } finally {
            lock.unlock();
          }
        }
        default ->
            seen +=
                driver.find(key).filter(info -> info.storeTime().isAfter(Times.START)).isPresent()
                    ? 1
                    : 0;
      }
    }
    int all = seen;
    steps.note("seen by " + seed, _ -> all);
  }
}
