package dev.lading.content.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.interleaving.Report;
import dev.lading.content.interleaving.Scenario;
import dev.lading.content.interleaving.Violation;

/** What the scenarios of the collector are explored for, and how far: docs/gc.md. */
final class GcExploration {
  /** How often time passes by a whole grace, at any moment. */
  private static final int TICKS = Integer.getInteger("lading.interleaving.ticks", 1);

  private GcExploration() {}

  /** As {@link #holds}, while time passes. */
  static void holdsInTime(Scenario scenario) {
    holds(scenario.clock(TICKS));
  }

  /** As {@link #holdsInTime}, where there is so much to look at that time passes less often. */
  static void holdsInLessTime(Scenario scenario) {
    holds(scenario.clock(TICKS - 1));
  }

  /** In every order of steps nothing is broken; says how many there were. */
  static void holds(Scenario scenario) {
    Report report = scenario.explore();
    System.out.println(report);
    assertThat(report.violation()).as(report::toString).isEmpty();
    assertThat(report.worlds()).isNotEmpty();
  }

  /** In some order of steps this is broken, on a real driver as well. */
  static void breaks(Scenario scenario, String what) {
    Report report = scenario.explore();
    assertThat(report.violation()).as(report::toString).isPresent();
    Violation violation = report.violation().orElseThrow();
    assertThat(violation.what()).as(violation::toString).matches(what);
    assertThat(scenario.replay(violation.schedule())).isEqualTo(violation);
  }
}
