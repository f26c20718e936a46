package dev.lading.gc;

import static dev.lading.gc.World.REPO;
import static dev.lading.gc.World.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.claim.RunNumber;
import dev.lading.content.store.Doomed;
import dev.lading.storage.memory.MemoryDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order of removals, and what stays with what. */
class PlanTest {
  private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(365));
  private final Numbering numbers = new Numbering();
  private final Stored stored = new Stored();
  private final LooseLinks garbage = new LooseLinks();
  private final int index = doomed("index");
  private final int image = doomed("image");
  private final int other = doomed("other image");
  private final int layer = doomed("layer");

  @Test
  void keepers_goBeforeWhatTheyKeep() {
    garbage.keeps(index, image);
    garbage.keeps(index, other);
    garbage.keeps(image, layer);
    garbage.keeps(other, layer);
    garbage.keeps(index, layer);
    assertThat(numbersOf(plan()))
        .containsExactly(List.of(index), List.of(image, other), List.of(layer));
  }

  /** An index that is about one of its own children keeps it and is kept by it. */
  @Test
  void whatKeepsEachOther_goesOneAfterTheOther() {
    garbage.keeps(index, image);
    garbage.keeps(image, index);
    garbage.keeps(image, layer);
    assertThat(numbersOf(plan()))
        .containsExactly(List.of(other), List.of(index), List.of(image), List.of(layer));
  }

  @Test
  void whatStays_keepsAllThatHangsOnIt() {
    garbage.keeps(index, image);
    garbage.keeps(image, layer);
    garbage.keeps(layer, index);
    Plan plan = plan();
    plan.keep(image);
    assertThat(List.of(index, image, layer)).allMatch(plan::stays);
    assertThat(plan.stays(other)).isFalse();
  }

  @Test
  void whatWasTouchedWithinTheGrace_keepsAllThatHangsOnIt() {
    garbage.keeps(index, image);
    garbage.keeps(image, layer);
    garbage.add(
        image, new Doomed.Link.Revision(REPO, sha256("image")), NOW.minus(Duration.ofHours(1)));
    Plan plan = plan();
    assertThat(plan.young()).isEqualTo(1);
    assertThat(plan.stays(layer)).isTrue();
    assertThat(plan.stays(index)).isFalse();
  }

  private int doomed(String text) {
    int number = numbers.of(sha256(text));
    stored.add(number, text.length(), LONG_AGO);
    return number;
  }

  private static List<List<Integer>> numbersOf(Plan plan) {
    return plan.steps().stream()
        .map(step -> step.stream().map(Plan.Item::number).toList())
        .toList();
  }

  private Plan plan() {
    Marked marked =
        new Marked(
            numbers,
            stored,
            new BitSet(),
            garbage,
            List.of(),
            List.of(),
            List.of(),
            false,
            new Report.Marked(0, 0, 0));
    Since last = Since.last(new MemoryDriver(() -> NOW));
    return Plan.of(marked, new Plan.Terms(NOW, NOW, World.TERMS, NOW, true), notes(last, NOW));
  }

  @Test
  void since_isRememberedFromMarkToMark() {
    MemoryDriver driver = new MemoryDriver(() -> NOW);
    Since.Notes first = notes(Since.last(driver), LONG_AGO);
    first.unreachable(-1, Set.of());
    first.unreachable(5, Set.of());
    first.unreachable(Long.MIN_VALUE, Set.of());
    first.write(driver, new RunNumber(1));
    Since.Notes second = notes(Since.last(driver), NOW);
    assertThat(second.unreachable(5, Set.of())).isEqualTo(LONG_AGO);
    assertThat(second.unreachable(6, Set.of())).isEqualTo(NOW);
    second.write(driver, new RunNumber(2));
    assertThat(Since.last(driver).find(5, Optional.empty())).contains(LONG_AGO);
    assertThat(Since.last(driver).find(6, Optional.empty())).contains(NOW);
    assertThat(Since.last(driver).find(-1, Optional.empty())).isEmpty();
  }

  private static Since.Notes notes(Since before, Instant now) {
    return new Since.Notes(before, new Since.Moments(now, now, World.TERMS), Map.of());
  }
}
