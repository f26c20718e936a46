package dev.lading.conformance.bench.measure;

/** What a median must reach. */
public sealed interface Bound {
  boolean met(double median);

  /** With its sign, in the unit of the figure it bounds. */
  String format(Unit unit);

  /** More is better. */
  record AtLeast(double limit) implements Bound {
    @Override
    public boolean met(double median) {
      return median >= limit;
    }

    @Override
    public String format(Unit unit) {
      return ">= " + unit.format(limit);
    }
  }

  /** Less is better. */
  record AtMost(double limit) implements Bound {
    @Override
    public boolean met(double median) {
      return median <= limit;
    }

    @Override
    public String format(Unit unit) {
      return "<= " + unit.format(limit);
    }
  }
}
