package dev.lading.gc;

import java.time.Instant;
import java.util.List;

/**
 * What one scrub came to. Times are the store's.
 *
 * @param repair whether it was to repair what it can
 * @param isComplete false when it was stopped before it had read all bytes
 * @param blobs whose bytes were read and hashed
 * @param bytes that were read for that
 */
public record ScrubReport(
    Instant began,
    Instant ended,
    boolean repair,
    boolean isComplete,
    Report.Marked marked,
    long blobs,
    long bytes,
    List<Finding> findings) {
  public ScrubReport {
    findings = List.copyOf(findings);
  }

  /** Whether all is well now. */
  public boolean isSound() {
    return isComplete
        && findings.stream().allMatch(finding -> finding.state() == Finding.State.REPAIRED);
  }
}
