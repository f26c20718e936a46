package dev.lading.content.interleaving;

import java.util.function.Predicate;

/**
 * One step that an operation is about to take.
 *
 * @param verb and {@code name}: for traces
 * @param argument what is written, compared and shown; nothing acts upon it
 * @param isPossible whether the step can be taken now; while it cannot, its operation is blocked
 * @param effect takes the step, at once; what it throws, the operation sees thrown
 */
record Call(
    String verb,
    String name,
    Object argument,
    Footprint footprint,
    Predicate<Site> isPossible,
    Effect effect) {

  /** Takes a step, and tells what its operation sees of it: an immutable value. */
  @FunctionalInterface
  interface Effect {
    Object on(Site site);
  }

  Call(String verb, String name, Object argument, Footprint footprint, Effect effect) {
    this(verb, name, argument, footprint, _ -> true, effect);
  }

  /** What the operation observes. */
  Object take(Site site) {
    try {
      return effect.on(site);
    } catch (RuntimeException e) {
      return new Thrown(e);
    }
  }

  boolean isSame(Call other) {
    return verb.equals(other.verb) && name.equals(other.name) && argument.equals(other.argument);
  }

  boolean changesNothing() {
    return footprint.writes().isEmpty();
  }

  @Override
  public String toString() {
    return verb + " " + name;
  }
}
