package dev.lading.gc;

import dev.lading.gc.Finding.Kind;
import dev.lading.gc.Finding.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a scrub has found so far: one finding for each place. Safe for any number of threads. */
final class Findings {
  private final Map<String, Finding> all = new LinkedHashMap<>();

  /** What was found there first is what it is. */
  synchronized void add(Kind kind, String where, String what) {
    all.putIfAbsent(where, new Finding(kind, where, what, State.FOUND));
  }

  synchronized void note(String where, State state) {
    all.computeIfPresent(where, (_, finding) -> finding.in(state));
  }

  synchronized List<Finding> list() {
    return List.copyOf(all.values());
  }
}
