package dev.lading.runtime.container;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process with all that it started, and those started in their turn. */
final class ProcessTree {
  private static final int ROUNDS = 8;
  private static final Duration CLEARING = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final ProcessHandle root;

  ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  /**
   * Kills all of it, the last ones first: so each can clear away what those below it left, as a
   * runtime does with control groups when the container that it starts dies. Who starts others
   * faster than that is killed from above.
   *
   * @return whether it is over
   */
  boolean end() {
    Optional<ProcessMark> mark = ProcessMark.of(root.pid());
    for (int round = 0; round < ROUNDS && mark.isPresent(); round++) {
      ends().forEach(ProcessHandle::destroyForcibly);
      if (isOver(mark.get())) {
        return true;
      }
    }
    alive().forEach(ProcessHandle::destroyForcibly);
    return mark.isEmpty() || isOver(mark.get());
  }

  /** Those that have started nothing that still runs. */
  private List<ProcessHandle> ends() {
    List<ProcessHandle> alive = alive();
    Set<Long> parents =
        alive.stream()
            .flatMap(process -> process.parent().stream())
            .map(ProcessHandle::pid)
            .collect(Collectors.toSet());
    return alive.stream().filter(process -> !parents.contains(process.pid())).toList();
  }

  private List<ProcessHandle> alive() {
    return Stream.concat(Stream.of(root), root.descendants())
        .filter(process -> ProcessMark.of(process.pid()).isPresent())
        .toList();
  }

  /** By looking: nobody tells us of processes that are not our children. */
  private static boolean isOver(ProcessMark process) {
    long end = System.nanoTime() + CLEARING.toNanos();
    while (process.isAlive()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }
}
