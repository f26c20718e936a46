package dev.lading.conformance.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.bench.measure.Contender.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {
  /** The machine was ten times slower in the last round, for both. */
  private static final Samples SAMPLES =
      new Samples(
          Map.of(
              "a", List.of(new Reading(30, 1), new Reading(40, 2), new Reading(3, 10)),
              "b", List.of(new Reading(10, 4), new Reading(10, 4), new Reading(1, 40))));

  @Test
  void speedRatio_whenMachineDrifts_comparesWithinEachRound() {
    Figure ratio = SAMPLES.speedRatio("a", "b", new Bound.AtLeast(3));
    assertThat(ratio.value()).isEqualTo(new Quartiles(3, 3, 3.5));
    assertThat(ratio.missed()).isFalse();
  }

  @Test
  void speedRatio_belowItsBound_isMissed() {
    assertThat(SAMPLES.speedRatio("a", "b", new Bound.AtLeast(3.01)).missed()).isTrue();
  }

  @Test
  void cpuRatio_aboveItsBound_isMissed() {
    assertThat(SAMPLES.cpuRatio("b", "a", new Bound.AtMost(1)).missed()).isTrue();
    assertThat(SAMPLES.cpuRatio("a", "b", new Bound.AtMost(1)).missed()).isFalse();
  }
}
