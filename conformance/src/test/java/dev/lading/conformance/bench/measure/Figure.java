package dev.lading.conformance.bench.measure;

import java.util.Optional;

/**
 * One line of the report: what was measured, on whom, and the bound on its median if it has one.
 */
public record Figure(String what, Quartiles value, Unit unit, Optional<Bound> bound) {
  /** For information. */
  public static Figure of(String what, Quartiles value, Unit unit) {
    return new Figure(what, value, unit, Optional.empty());
  }

  public static Figure bounded(String what, Quartiles value, Unit unit, Bound bound) {
    return new Figure(what, value, unit, Optional.of(bound));
  }

  public boolean missed() {
    return bound.isPresent() && !bound.get().met(value.median());
  }
}
