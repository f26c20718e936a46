package dev.lading.gc;

import dev.lading.content.FallbackTag;
import dev.lading.content.store.Inventory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells what signatures by tag are about that is gone: its bytes are still stored, and no
 * repository holds it. Of what is not stored at all nobody can tell whether it is gone, or in
 * another registry whose signatures are kept here.
 *
 * <p>What repositories hold is known when all have passed; those that depend on it come last. Not
 * safe for several threads.
 */
final class Subjects {
  private final Numbering numbers;
  private final Stored stored;
  private final BitSet held = new BitSet();
  private final List<Inventory.Repository> waiting = new ArrayList<>();

  /**
   * @param stored all bytes, before the first repository passes
   */
  Subjects(Numbering numbers, Stored stored) {
    this.numbers = numbers;
    this.stored = stored;
  }

  /** Passes it on, or keeps it for {@link #rest}. */
  void pass(Inventory.Repository repository, Consumer<Inventory.Repository> next) {
    repository.revisions().stream()
        .filter(link -> link.target().isPresent())
        .forEach(link -> held.set(numbers.of(link.named())));
    if (repository.tags().stream().anyMatch(this::mayBeOfSomethingGone)) {
      waiting.add(repository);
    } else {
      next.accept(repository);
    }
  }

  /** Passes on those that were kept; to be called when all have passed. */
  void rest(Consumer<Inventory.Repository> next) {
    waiting.forEach(next);
    waiting.clear();
  }

  /** Whether it is certain that the manifest was here and no repository holds it any more. */
  boolean isGone(int manifest) {
    return stored.has(manifest) && !held.get(manifest);
  }

  private boolean mayBeOfSomethingGone(Inventory.Tagged tagged) {
    return FallbackTag.subject(tagged.tag()).map(numbers::of).filter(this::isGone).isPresent();
  }
}
