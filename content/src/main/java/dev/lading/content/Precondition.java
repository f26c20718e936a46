package dev.lading.content;

import java.util.Optional;

/**
 * What a client wants to find when its change takes effect, so that it undoes nobody else's: asked
 * of the digest that a name stands for at that moment.
 */
@FunctionalInterface
public interface Precondition {
  /** Nothing is asked for; what the name stands for is then not looked at. */
  Precondition NONE = _ -> true;

  /**
   * @param named empty when the name stands for nothing
   */
  boolean isMet(Optional<Digest> named);
}
