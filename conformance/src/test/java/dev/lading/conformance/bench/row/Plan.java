package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Interleaved;
import java.time.Duration;

/**
 * How much each row measures.
 *
 * @param pairs the counted rounds of throughput rows
 * @param spawns how often the server is started for the start-up row
 * @param burst the length of one load by wrk
 * @param listingRequests how many pages are asked for at the fixed rate
 */
public record Plan(Interleaved pairs, int spawns, Duration burst, int listingRequests) {
  /** On two cores the JIT compilers get little time beside the load: some 20 s of it are needed. */
  private static final int WARM_UPS = 12;

  /** What the report is made of. */
  public static Plan full() {
    return new Plan(new Interleaved(9, WARM_UPS), 9, Duration.ofSeconds(2), 2000);
  }

  /** Enough to see that everything runs; its figures prove nothing. */
  public static Plan quick() {
    return new Plan(new Interleaved(3, 1), 3, Duration.ofSeconds(1), 500);
  }
}
