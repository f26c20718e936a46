package dev.lading.conformance.bench.measure;

import java.time.Duration;
import java.util.List;

/** How long each request of an open loop took, from the moment at which it was due. Not empty. */
public record Latencies(List<Duration> sorted) {
  public Latencies {
    sorted = sorted.stream().sorted().toList();
  }

  /**
   * The smallest latency that at least this share of all requests did not exceed, in milliseconds.
   */
  public double percentileMillis(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(0, rank - 1)).toNanos() / 1e6;
  }

  /** A line for the report. */
  public Quartiles percentile(double percent) {
    return Quartiles.single(percentileMillis(percent));
  }
}
