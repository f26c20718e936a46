package dev.lading.trust.policy;

import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.HashMissing;
import dev.lading.trust.TrustException.RootFault;
import dev.lading.trust.TrustException.RootUntrusted;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.policy.KnownRoots.Step;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.NamedFile;
import dev.lading.trust.store.StoredFile;
import dev.lading.trust.store.TrustStore;
import dev.lading.trust.verify.RootPins;
import dev.lading.trust.verify.Roots;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The roots of one life of a repository, from the one that may be trusted by itself to the newest.
 * With pins, that is the newest that a pinned key signed; without, the first that was published
 * since the repository began, or began anew after a deletion. What led to a root once leads to it
 * still: the walk begins at the last that is known. Of one thread.
 */
final class RootChain {
  private final TrustStore store;
  private final Generation generation;
  private final RootPins pins;
  private final KnownRoots known;
  private final Instant now;
  private final Gun gun;
  private final List<NamedFile> roots;

  RootChain(TrustStore store, Generation generation, RootPins pins, KnownRoots known, Instant now) {
    this.store = store;
    this.generation = generation;
    this.pins = pins;
    this.known = known;
    this.now = now;
    this.gun = generation.gun();
    this.roots = generation.roots();
  }

  /**
   * @throws TrustException when nothing trusted leads to it, or it is not to be believed itself
   */
  RootMetadata newest() {
    int last = roots.size() - 1;
    Optional<Step> before = known.find(generation, pins);
    int anchor = before.map(Step::index).orElseGet(this::anchor);
    if (before.isEmpty() && anchor == last) {
      return remembered(last, Roots.first(file(last), gun, pins, now));
    }
    RootMetadata trusted =
        before.map(Step::root).orElseGet(() -> Roots.earlier(file(anchor), gun, pins));
    for (int i = anchor + 1; i < last; i++) {
      trusted = remembered(i, Roots.intermediate(trusted, file(i), gun));
    }
    // Where it is known itself, its time and its certificate's may still be over by now.
    return remembered(last, Roots.next(trusted, file(last), gun, now));
  }

  private int anchor() {
    return pins.ids().isEmpty() ? 0 : pinned();
  }

  private RootMetadata remembered(int index, RootMetadata root) {
    known.remember(generation, pins, new Step(index, root));
    return root;
  }

  private int pinned() {
    for (int i = roots.size() - 1; i >= 0; i--) {
      if (isPinned(file(i))) {
        return i;
      }
    }
    throw new RootUntrusted(RootFault.NOT_PINNED);
  }

  private boolean isPinned(SignedMetadata file) {
    try {
      RootMetadata _ = Roots.earlier(file, gun, pins);
      return true;
    } catch (RootUntrusted _) {
      return false;
    }
  }

  private SignedMetadata file(int index) {
    Optional<StoredFile> file =
        index == roots.size() - 1
            ? store.find(generation, Role.ROOT)
            : store.find(gun, Role.ROOT, roots.get(index).version());
    return file.map(found -> SignedMetadata.read(found.bytes()))
        .orElseThrow(() -> new HashMissing(Role.ROOT));
  }
}
