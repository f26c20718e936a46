package dev.lading.conformance.bench.measure;

import dev.lading.conformance.bench.measure.Contender.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The readings of some rounds by contender: the lists are equally long, and equal places belong to
 * one round.
 */
public record Samples(Map<String, List<Reading>> readings) {
  /** Work per second of every contender. */
  public List<Figure> speeds(Unit unit) {
    return figures("", Reading::perSecond, unit);
  }

  /** CPU seconds per unit of work, of every contender. */
  public List<Figure> cpu(Unit unit) {
    return figures(", CPU", Reading::cpuPerUnit, unit);
  }

  /** The first's speed in terms of the second's. */
  public Figure speedRatio(String first, String second, Bound bound) {
    return Figure.bounded(
        first + " / " + second, ratio(first, second, Reading::perSecond), Unit.RATIO, bound);
  }

  /** The first's speed in terms of the second's, for information. */
  public Figure speedRatio(String first, String second) {
    return Figure.of(first + " / " + second, ratio(first, second, Reading::perSecond), Unit.RATIO);
  }

  /** The first's CPU time for one unit of work in terms of the second's. */
  public Figure cpuRatio(String first, String second, Bound bound) {
    String what = first + " / " + second + ", CPU";
    return Figure.bounded(what, ratio(first, second, Reading::cpuPerUnit), Unit.RATIO, bound);
  }

  private List<Figure> figures(String suffix, ToDoubleFunction<Reading> value, Unit unit) {
    return readings.keySet().stream()
        .map(name -> Figure.of(name + suffix, Quartiles.of(values(name, value)), unit))
        .toList();
  }

  private Quartiles ratio(String first, String second, ToDoubleFunction<Reading> value) {
    List<Double> above = values(first, value);
    List<Double> below = values(second, value);
    return Quartiles.of(
        IntStream.range(0, above.size()).mapToObj(i -> above.get(i) / below.get(i)).toList());
  }

  private List<Double> values(String name, ToDoubleFunction<Reading> value) {
    return Optional.ofNullable(readings.get(name)).orElseThrow().stream()
        .map(value::applyAsDouble)
        .toList();
  }
}
