package dev.lading.gc;

import dev.lading.content.ContentException;
import dev.lading.content.claim.RunNumber;
import dev.lading.storage.StorageException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one run met, each thing once. Mutable, for one thread. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private final RunNumber run;
  private final Set<Problem> all = new LinkedHashSet<>();

  Problems(RunNumber run) {
    this.run = run;
  }

  void add(Problem problem) {
    all.add(problem);
  }

  void addAll(Collection<Problem> problems) {
    all.addAll(problems);
  }

  boolean hasAny(Problem.Kind kind) {
    return all.stream().anyMatch(problem -> problem.kind() == kind);
  }

  /** In the order in which they were met. */
  List<Problem> list() {
    return List.copyOf(all);
  }

  /** Does what the run can do without. */
  void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (StorageException | ContentException e) {
      LOG.warn("gc run={} failed at {}", run, what, e);
      add(new Problem(Problem.Kind.UPKEEP_FAILED, what, "the store failed; the log tells more"));
    }
  }
}
