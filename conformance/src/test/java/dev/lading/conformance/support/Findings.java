package dev.lading.conformance.support;

import java.util.ArrayList;
import java.util.List;

/**
 * What one run of a test row found out about the promises that stand beside its own subject: that
 * every answer has a request id, every error an envelope, and so on. They are kept apart from the
 * row's subject so that a peer without request ids is not excused from anything else. Mutable, for
 * one thread.
 */
public final class Findings {
  /** Whether the answer kept the promise {@code aspect}; the text says what was seen. */
  public record Finding(String aspect, boolean kept, String seen) {}

  private final List<Finding> all = new ArrayList<>();

  public void add(String aspect, boolean kept, String seen) {
    all.add(new Finding(aspect, kept, seen));
  }

  public List<Finding> all() {
    return List.copyOf(all);
  }
}
