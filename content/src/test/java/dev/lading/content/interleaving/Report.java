package dev.lading.content.interleaving;

import java.util.Optional;
import java.util.Set;

/**
 * What an exploration found. All counts are of the last pass, but those of runs, and the same
 * whenever it is done again.
 *
 * @param states distinct ones
 * @param steps taken from one state to another, or to one already known
 * @param ends states in which all operations have ended
 * @param runs how often an operation's code was run, from its start to something new
 * @param stepsRun in all these runs
 * @param worlds hashes of what is left at the ends
 */
public record Report(
    String scenario,
    int passes,
    long states,
    long steps,
    long ends,
    long runs,
    long stepsRun,
    Set<Long> worlds,
    Optional<Violation> violation) {
  public Report {
    worlds = Set.copyOf(worlds);
  }

  @Override
  public String toString() {
    String counts =
        "%s: %,d states, %,d steps, %,d ends, in %d passes; %,d runs of %,d steps of the code"
            .formatted(scenario, states, steps, ends, passes, runs, stepsRun);
    return violation.map(each -> counts + "\n" + each).orElse(counts);
  }
}
