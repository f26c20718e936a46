package dev.lading.content.interleaving;

import java.util.Optional;

/**
 * A part of an operation that keeps nothing of what those before it observed but what it was made
 * with: so whoever comes to an equal stage at the same place in the order of stages goes on in the
 * same way, and is the same from there on. To be a record, therefore. Like one request of several,
 * each of which another process may answer.
 */
@FunctionalInterface
public interface Stage {
  /**
   * Plain blocking code that shares nothing but by steps; run often, each time from the start.
   *
   * @return what comes next, if anything
   */
  Optional<Stage> run(Steps steps);

  /** An operation that is one stage. */
  static Stage only(Scenario.Body body) {
    return steps -> {
      body.run(steps);
      return Optional.empty();
    };
  }
}
