package dev.lading.trust.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.trust.Gun;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.NamedFile;
import dev.lading.trust.verify.RootPins;
import java.util.List;
import java.util.Optional;

/**
 * The last root of each repository to which something trusted led: roots never change, so the next
 * walk begins there, and costs what was published since and not all that ever was. The least
 * recently used are forgotten first. Safe for any number of threads.
 */
final class KnownRoots {
  /** About what a root takes for each byte of its file. */
  private static final int SPREAD = 4;

  private final Cache<Gun, Known> known;

  /**
   * @param life of the repository in which it was walked to
   * @param pins from which
   */
  private record Known(long life, RootPins pins, NamedFile file, RootMetadata root) {}

  /** How far a chain is known: the root at a place among its roots. */
  record Step(int index, RootMetadata root) {}

  /**
   * @param bytes of roots, about
   */
  KnownRoots(long bytes) {
    this.known =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .<Gun, Known>weigher((_, each) -> SPREAD * each.file().length())
            .executor(Runnable::run)
            .build();
  }

  /** Empty when none of these roots is known, by these pins and in this life. */
  Optional<Step> find(Generation generation, RootPins pins) {
    List<NamedFile> roots = generation.roots();
    return Optional.ofNullable(known.getIfPresent(generation.gun()))
        .filter(each -> each.life() == generation.life() && each.pins().equals(pins))
        .map(each -> new Step(roots.indexOf(each.file()), each.root()))
        .filter(step -> step.index() >= 0);
  }

  void remember(Generation generation, RootPins pins, Step step) {
    NamedFile file = generation.roots().get(step.index());
    known.put(generation.gun(), new Known(generation.life(), pins, file, step.root()));
  }
}
