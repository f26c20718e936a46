package dev.lading.content.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A collector in a few lines beside a client that asks for a layer and then pushes a manifest: the
 * race that a registry loses without a protocol, and wins with claims and marks.
 */
class ToyCollectorTest {
  private static final Duration TICK = Duration.ofHours(1);
  private static final Duration GRACE = TICK.multipliedBy(2);
  private static final Key LAYER = Key.of("data/layer");
  private static final Key MANIFEST = Key.of("link/manifest");
  private static final Key CLAIMS = Key.of("gc/claims");
  private static final Key MARK = Key.of("gc/condemned");

  @Test
  void naiveCollector_takesALayerThatWasToldToBeThere() {
    Report report = scenario(ToyCollectorTest::pushNaively, ToyCollectorTest::collectNaively);
    assertThat(report.violation().orElseThrow().what()).isEqualTo("whole: layer missing");
  }

  @Test
  void collectorThatLooksForClaimsOnlyBeforeItsMark_takesIt() {
    Report report = scenario(ToyCollectorTest::push, steps -> collect(steps, false));
    assertThat(report.violation().orElseThrow().what()).isEqualTo("whole: layer missing");
  }

  @Test
  void collectorThatLooksForClaimsAfterItsMark_leavesIt() {
    Report report = scenario(ToyCollectorTest::push, steps -> collect(steps, true));
    assertThat(report.violation()).as(report::toString).isEmpty();
    assertThat(report.worlds()).hasSizeGreaterThan(2);
  }

  private static Report scenario(Scenario.Body client, Scenario.Body collector) {
    return Scenario.named("toy")
        .timed(TICK, "gc/")
        .given(steps -> steps.driver().write(LAYER, new byte[1]))
        .operation("client", client)
        .operation("collector", collector)
        .clock(4)
        .always(
            "whole",
            List.of("data/layer", Scenario.fact("answered")),
            view ->
                view.fact("answered") == 1 && !view.has(LAYER)
                    ? Optional.of("layer missing")
                    : Optional.empty())
        .explore();
  }

  private static void pushNaively(Steps steps) {
    StorageDriver driver = steps.driver();
    if (driver.find(LAYER).isEmpty()) {
      driver.write(LAYER, new byte[1]);
    }
    driver.write(MANIFEST, new byte[1]);
    steps.note("answered", _ -> 1);
  }

  private static void collectNaively(Steps steps) {
    StorageDriver driver = steps.driver();
    if (driver.find(MANIFEST).isEmpty()) {
      driver.delete(LAYER);
    }
  }

  private static void push(Steps steps) {
    StorageDriver driver = steps.driver();
    long claimed;
    do {
      claimed = claim(steps);
      if (driver.find(LAYER).isEmpty()) {
        driver.write(LAYER, new byte[1]);
      }
      driver.write(MANIFEST, new byte[1]);
    } while (steps.nanoTime().getAsLong() - claimed > GRACE.dividedBy(2).toNanos());
    steps.note("answered", _ -> 1);
  }

  private static long claim(Steps steps) {
    while (true) {
      long now = steps.nanoTime().getAsLong();
      steps.driver().write(CLAIMS.resolve(steps.ids().get().toString()), new byte[1]);
      if (steps.driver().find(MARK).isEmpty()) {
        return now;
      }
      steps.await();
    }
  }

  private static void collect(Steps steps, boolean looksAgain) {
    StorageDriver driver = steps.driver();
    Instant began = steps.clock(Times.STORE).instant();
    if (driver.find(MANIFEST).isPresent() || isClaimed(driver, began)) {
      return;
    }
    driver.write(MARK, new byte[1]);
    if (!looksAgain || !isClaimed(driver, began)) {
      driver.delete(LAYER);
    }
    driver.delete(MARK);
  }

  private static boolean isClaimed(StorageDriver driver, Instant began) {
    return driver.list(CLAIMS, Optional.empty(), 100).stream()
        .anyMatch(each -> each.info().storeTime().isAfter(began.minus(GRACE)));
  }
}
