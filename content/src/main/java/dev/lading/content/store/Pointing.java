package dev.lading.content.store;

import dev.lading.content.ContentException;
import dev.lading.content.ContentException.PreconditionFailed;
import dev.lading.content.Digest;
import dev.lading.content.ImmutableTags;
import dev.lading.content.Precondition;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import java.util.Optional;

/**
 * How a tag comes to name a digest: first in its history, then visibly.
 *
 * <p>A tag that is immutable, or of which anything is asked, is made by the one write that only one
 * of several processes succeeds with. What decides is the link itself, so there is nothing beside
 * it that a crash could leave behind, and whoever reads the tree sees what was decided. One that is
 * to move on from what it was seen as is another matter: {@link Moves}.
 */
final class Pointing {
  private final Links links;
  private final Moves moves;
  private final ImmutableTags immutable;
  private final boolean isShared;

  /**
   * @param isShared whether other processes change the store
   */
  Pointing(Links links, Moves moves, ImmutableTags immutable, boolean isShared) {
    this.links = links;
    this.moves = moves;
    this.immutable = immutable;
    this.isShared = isShared;
  }

  /** A push of a tag. */
  record Move(RepositoryName name, Tag tag, Digest to, Precondition condition) {}

  /**
   * Points the tag at the digest. The caller has the tag's lock.
   *
   * @return why not; empty when it is done
   */
  Optional<ContentException> point(Move move) {
    links.write(Layout.tagIndexLink(move.name(), move.tag(), move.to()), move.to());
    return isFree(move) ? write(move) : contend(move);
  }

  /** What {@link #point} would come to now; changes nothing. */
  Optional<ContentException> refusal(Move move) {
    return isFree(move) ? Optional.empty() : refusal(move, named(move));
  }

  private boolean isFree(Move move) {
    return move.condition().equals(Precondition.NONE) && !immutable.cover(move.name(), move.tag());
  }

  /** Where several may not succeed: the link is only written over what it was looked at as. */
  private Optional<ContentException> contend(Move move) {
    Optional<Digest> named = named(move);
    Optional<ContentException> refused = refusal(move, named);
    if (refused.isPresent() || (named.isEmpty() && isFirst(move))) {
      return refused;
    }
    // It was there; or somebody was quicker; or what is there says nothing.
    return isShared ? replaceAmongOthers(move) : replace(move, named);
  }

  /** Under the tag's lock, which is all there is to keep. */
  private Optional<ContentException> replace(Move move, Optional<Digest> named) {
    return isThere(move, named) ? Optional.empty() : write(move);
  }

  private Optional<ContentException> replaceAmongOthers(Move move) {
    Moves.Look look = moves.look(move.name(), move.tag());
    Optional<ContentException> refused = refusal(move, look.named());
    if (refused.isPresent() || isThere(move, look.named())) {
      return refused;
    }
    Optional<Digest> rival = moves.begin(look, move.to());
    return rival.isEmpty()
        ? write(move)
        : Optional.of(new PreconditionFailed(move.name(), move.tag(), rival));
  }

  private Optional<ContentException> refusal(Move move, Optional<Digest> named) {
    Optional<ContentException> stays =
        named
            .filter(digest -> !digest.equals(move.to()))
            .flatMap(digest -> immutable.refusal(move.name(), move.tag(), digest));
    return stays.isEmpty() && !move.condition().isMet(named)
        ? Optional.of(new PreconditionFailed(move.name(), move.tag(), named))
        : stays;
  }

  private static boolean isThere(Move move, Optional<Digest> named) {
    return named.filter(move.to()::equals).isPresent();
  }

  private Optional<Digest> named(Move move) {
    return links.find(Layout.tagLink(move.name(), move.tag()));
  }

  private boolean isFirst(Move move) {
    return links.writeIfAbsent(Layout.tagLink(move.name(), move.tag()), move.to());
  }

  private Optional<ContentException> write(Move move) {
    links.write(Layout.tagLink(move.name(), move.tag()), move.to());
    return Optional.empty();
  }
}
