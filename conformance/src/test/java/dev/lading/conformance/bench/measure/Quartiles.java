package dev.lading.conformance.bench.measure;

import java.util.Collection;
import java.util.List;

/**
 * The lower quartile, median and upper quartile of some values, interpolated linearly between
 * neighbours.
 */
public record Quartiles(double lower, double median, double upper) {
  /** Of at least one value, in any order. */
  public static Quartiles of(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  /** A value measured once. */
  public static Quartiles single(double value) {
    return new Quartiles(value, value, value);
  }

  private static double at(List<Double> sorted, double fraction) {
    double position = fraction * (sorted.size() - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
  }
}
