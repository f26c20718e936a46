package dev.lading.content.interleaving;

import java.util.List;
import java.util.Optional;

/**
 * A moment of an execution: the world, and how far each operation has come. What comes after it
 * depends on nothing else. Immutable.
 */
final class State {
  private final World world;
  private final Position[] at;
  private final int phase;
  private final int waited;

  private State(World world, Position[] at, int phase, int waited) {
    this.world = world;
    this.at = at;
    this.phase = phase;
    this.waited = waited;
  }

  static State of(World world, List<Behaviour> behaviours) {
    return new State(
        world, behaviours.stream().map(Behaviour::start).toArray(Position[]::new), 0, 0);
  }

  World world() {
    return world;
  }

  Position at(int operation) {
    return at[operation];
  }

  int phase() {
    return phase;
  }

  /** How often, in this phase. */
  int waited() {
    return waited;
  }

  /** When everybody waited, and nothing happened but time. */
  State waited(World next) {
    return new State(next, at, phase, waited + 1);
  }

  State with(World next, int operation, Position position) {
    Position[] moved = at.clone();
    moved[operation] = position;
    return new State(next, moved, phase, waited);
  }

  State killed(int operation, Operation killed) {
    World free = world;
    for (String lock : List.copyOf(world.beginningWith(SteppedLock.ALL))) {
      if (free.get(lock).equals(Optional.of(killed.name()))) {
        free = free.without(lock);
      }
    }
    for (String remembered : List.copyOf(world.beginningWith(Steps.memory(killed.process())))) {
      free = free.without(remembered);
    }
    return with(free, operation, Position.OVER);
  }

  /** Whatever those before it did is over: what they left is in the world. */
  State inNextPhase(List<Operation> operations) {
    Position[] forgotten = at.clone();
    for (int i = 0; i < at.length; i++) {
      if (operations.get(i).phase() <= phase) {
        forgotten[i] = Position.OVER;
      }
    }
    return new State(world, forgotten, phase + 1, 0);
  }

  /** Equal states have equal ones; others, but for once in 2^64 pairs, have not. */
  long hash() {
    long hash = Hash.mix(world.hash(), Hash.mix(phase, waited));
    for (int i = 0; i < at.length; i++) {
      hash += Hash.mix(i, at[i].id());
    }
    return hash;
  }
}
