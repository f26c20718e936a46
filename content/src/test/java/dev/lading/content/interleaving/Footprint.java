package dev.lading.content.interleaving;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that a step may look at or change: names of a {@link World}, or with a slash at the end all
 * names that begin so. Steps commute when neither changes what the other looks at or changes.
 */
public record Footprint(List<String> reads, List<String> writes) {
  public Footprint {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
  }

  public static Footprint reading(String... names) {
    return new Footprint(List.of(names), List.of());
  }

  public static Footprint writing(String... names) {
    return new Footprint(List.of(), List.of(names));
  }

  public Footprint and(Footprint other) {
    return new Footprint(both(reads, other.reads), both(writes, other.writes));
  }

  private static List<String> both(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }
}
