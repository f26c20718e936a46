package dev.lading.content.store;

import dev.lading.content.ContentException.PreconditionFailed;
import dev.lading.content.Digest;
import dev.lading.content.Precondition;
import dev.lading.content.Reference;
import dev.lading.content.Tag;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The tags of one push. A push may be published more than once until it is acknowledged, and what
 * it asked for then was already so before its own first attempt. Mutable, of one thread.
 */
final class Tagging {
  private final Tags tags;
  private final Manifests.Push push;
  private final List<Tag> wanted;
  private final Digest digest;
  private final BooleanSupplier isHeld;
  private boolean isBegun;

  /**
   * @param wanted which are to be set
   * @param isHeld whether the repository holds the manifest
   */
  Tagging(Tags tags, Manifests.Push push, List<Tag> wanted, Digest digest, BooleanSupplier isHeld) {
    this.tags = tags;
    this.push = push;
    this.wanted = wanted;
    this.digest = digest;
    this.isHeld = isHeld;
  }

  /** Asked before anything is written, so that most of what is refused leaves nothing. */
  void requirePossible() {
    if (push.reference() instanceof Digest && !push.condition().equals(Precondition.NONE)) {
      requireMet(Optional.of(digest).filter(_ -> isHeld.getAsBoolean()));
    }
    wanted.forEach(tag -> tags.requirePut(push.name(), tag, digest, condition()));
  }

  void set() {
    wanted.forEach(tag -> tags.put(push.name(), tag, digest, condition()));
    isBegun = true;
  }

  private void requireMet(Optional<Digest> held) {
    if (!push.condition().isMet(held)) {
      throw new PreconditionFailed(push.name(), push.reference(), held);
    }
  }

  /** What is asked for is asked of the reference: tags that are set beside a digest are free. */
  private Precondition condition() {
    Reference reference = push.reference();
    if (reference instanceof Digest || push.condition().equals(Precondition.NONE)) {
      return Precondition.NONE;
    }
    return isBegun ? this::isOurs : push.condition();
  }

  /** What an attempt of this push left, or what is left of that when the manifest was removed. */
  private boolean isOurs(Optional<Digest> named) {
    return named.isEmpty() || named.get().equals(digest);
  }
}
