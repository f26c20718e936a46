package dev.lading.content.claim;

import java.time.Duration;

/**
 * The times that writers and collectors agree on. A store has one set of them: processes that
 * disagree are not safe from each other.
 *
 * @param grace how long what was claimed is safe, and how far apart two marks are that find the
 *     same thing unreachable
 * @param window how long after it was begun a removal may still take effect
 * @param slack how long after that nobody relies on it having taken effect or not, for clocks and
 *     networks that are late
 * @param longestRun after which a run of the collector removes nothing more
 */
public record GcTerms(Duration grace, Duration window, Duration slack, Duration longestRun) {
  private static final Duration LEAST_GRACE = Duration.ofMillis(100);

  /** What nobody configured. */
  public static final GcTerms DEFAULT =
      new GcTerms(
          Duration.ofHours(24),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofHours(24));

  /**
   * @throws IllegalArgumentException when the grace is too short for any push to keep within
   */
  public GcTerms {
    if (grace.compareTo(LEAST_GRACE) < 0) {
      throw new IllegalArgumentException("the grace is at least " + LEAST_GRACE + ": " + grace);
    }
  }

  /** These with another grace. */
  public GcTerms withGrace(Duration another) {
    return new GcTerms(another, window, slack, longestRun);
  }

  /**
   * How old a claim may be for another writer to share it. With {@link #deadline} and what clocks
   * differ by it has to stay below the grace.
   */
  public Duration shared() {
    return grace.dividedBy(4);
  }

  /** How long after its claim a write may still be answered with success. */
  public Duration deadline() {
    return grace.dividedBy(2);
  }

  /** How long after a claim was written something may still appear that relies on it. */
  public Duration reliance() {
    return shared().plus(deadline());
  }

  /** How long a mark binds those who wait for it, in a store that several processes write to. */
  public Duration markLife() {
    return window.plus(slack);
  }

  /** The age from which no run that still goes on can need a claim. */
  public Duration claimLife() {
    return grace.plus(longestRun).plus(markLife());
  }
}
