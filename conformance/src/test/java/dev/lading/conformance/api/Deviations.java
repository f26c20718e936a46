package dev.lading.conformance.api;

import dev.lading.conformance.support.TabSeparated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * In what a peer is known to differ, and why: a file of {@code key<TAB>reason} lines. A key is a
 * row's id (its subject does not hold), {@code id#aspect} (a promise beside its subject is not
 * kept), or {@code *#aspect} (no answer keeps that promise).
 */
record Deviations(Map<String, String> reasons) {
  private static final String EVERY_ROW = "*#";

  static Deviations read(String resource) {
    var reasons = new LinkedHashMap<String, String>();
    for (List<String> row : TabSeparated.read(resource, 2)) {
      if (reasons.put(row.getFirst(), row.getLast()) != null) {
        throw new IllegalStateException(resource + ": listed twice: " + row.getFirst());
      }
    }
    return new Deviations(reasons);
  }

  /**
   * What is wrong with this list in the light of a run: deviations unlisted, listed ones that did
   * not happen.
   */
  Set<String> contradictions(Run run) {
    Map<String, String> seen = seen(run);
    var wrong = new TreeSet<String>();
    seen.forEach(
        (key, what) -> {
          if (!reasons.containsKey(key)) {
            wrong.add("unlisted deviation " + key + ": " + what);
          }
        });
    listed(run.row()).stream()
        .filter(key -> !seen.containsKey(key))
        .forEach(key -> wrong.add("deviates no longer: " + key));
    run.findings().all().stream()
        .filter(finding -> finding.kept() && reasons.containsKey(EVERY_ROW + finding.aspect()))
        .forEach(finding -> wrong.add("kept after all: " + finding));
    return wrong;
  }

  /** Listed keys that belong to no row. */
  Set<String> orphans() {
    Set<String> ids = Tables.rows().map(Row::id).collect(Collectors.toSet());
    return reasons.keySet().stream()
        .filter(key -> !key.startsWith(EVERY_ROW) && !ids.contains(key.split("#", 2)[0]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> listed(Row row) {
    return reasons.keySet().stream()
        .filter(key -> key.equals(row.id()) || key.startsWith(row.id() + "#"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Where the subject of a row does not hold, the promises beside it are of no interest. */
  private Map<String, String> seen(Run run) {
    String id = run.row().id();
    return run.failure()
        .map(failure -> Map.of(id, failure.toString()))
        .orElseGet(() -> brokenPromises(run));
  }

  private Map<String, String> brokenPromises(Run run) {
    var broken = new TreeMap<String, String>();
    run.findings().all().stream()
        .filter(finding -> !finding.kept() && !reasons.containsKey(EVERY_ROW + finding.aspect()))
        .forEach(finding -> broken.put(run.row().id() + "#" + finding.aspect(), finding.seen()));
    return broken;
  }
}
