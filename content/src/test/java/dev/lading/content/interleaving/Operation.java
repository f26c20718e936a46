package dev.lading.content.interleaving;

import java.util.List;

/**
 * Somebody who takes steps.
 *
 * @param process whose locks it takes
 * @param phase it begins when all of the phase before have ended
 * @param first what it does first
 * @param kills the operations that are ended by its first step, which can be taken while one of
 *     them runs; what they had locked is free then, and what their processes remembered is
 *     forgotten. Such an operation need not take that step
 */
record Operation(String name, String process, int phase, List<String> kills, Stage first) {
  Operation {
    kills = List.copyOf(kills);
  }

  static Operation of(String name, String process, int phase, Stage first) {
    return new Operation(name, process, phase, List.of(), first);
  }

  /**
   * @param processes of those that it kills
   */
  static Operation crash(String name, int phase, List<String> kills, List<String> processes) {
    return new Operation(
        name, name, phase, kills, Stage.only(steps -> steps.take(crash(name, processes))));
  }

  boolean isCrash() {
    return !kills.isEmpty();
  }

  /** A step that everything depends on which the killed do, and everybody who waits for a lock. */
  private static Call crash(String name, List<String> processes) {
    List<String> memories = processes.stream().map(Steps::memory).toList();
    Footprint footprint =
        Footprint.writing(switchName(name), SteppedLock.ALL)
            .and(new Footprint(List.of(), memories));
    return new Call("crash", name, "", footprint, _ -> "");
  }

  /** Every step of the killed depends on it. */
  static String switchName(String crash) {
    return "@crash/" + crash;
  }
}
