package dev.lading.server.gc;

import dev.lading.config.GoDuration;
import dev.lading.content.claim.GcTerms;
import dev.lading.gc.Collector;

/** The terms of a collector, by the names of their settings. */
final class GcTermsText {
  private GcTermsText() {}

  static String of(GcTerms terms) {
    return "gc.grace %s, gc.deletewindow %s, gc.slack %s, gc.longestrun %s"
        .formatted(
            GoDuration.formatSpan(terms.grace()),
            GoDuration.formatSpan(terms.window()),
            GoDuration.formatSpan(terms.slack()),
            GoDuration.formatSpan(terms.longestRun()));
  }

  /** Why nothing is removed, and what to do. */
  static String refusal(Collector.Result.OtherTerms other) {
    return ("nothing is removed, as another process goes by %s, and this one by %s. Configure them"
            + " alike on all replicas; collecting goes on twice the longer grace after the last of"
            + " the others has ended.")
        .formatted(of(other.theirs()), of(other.ours()));
  }
}
