package dev.lading.gc;

import dev.lading.content.store.Doomed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Links that nothing keeps, by the number of the digest under which their bytes are stored; and
 * which of these bytes' manifests keep which others. Not safe for several threads.
 */
final class LooseLinks {
  private final Map<Integer, List<Piece>> pieces = new HashMap<>();
  private final Map<Integer, Set<Integer>> keeps = new HashMap<>();
  private final Map<Integer, Set<Integer>> proofs = new HashMap<>();
  private final BitSet manifests = new BitSet();

  /** A link, and since when it is there by the store's time. */
  record Piece(Doomed.Link link, Instant since) {}

  void add(int target, Doomed.Link link, Instant since) {
    pieces.computeIfAbsent(target, _ -> new ArrayList<>(1)).add(new Piece(link, since));
  }

  void isManifest(int target) {
    manifests.set(target);
  }

  /** As long as the keeper stays, so does the other one. */
  void keeps(int keeper, int kept) {
    if (keeper != kept) {
      keeps.computeIfAbsent(keeper, _ -> new HashSet<>()).add(kept);
    }
  }

  /**
   * The subject goes first, as any does; and not before its signature goes as well, which nothing
   * would tell from one of something elsewhere.
   */
  void proves(int subject, int signature) {
    keeps(subject, signature);
    proofs.computeIfAbsent(signature, _ -> new HashSet<>()).add(subject);
  }

  /** What must not go before that does. */
  Set<Integer> proofs(int signature) {
    return proofs.getOrDefault(signature, Set.of());
  }

  Set<Integer> targets() {
    return pieces.keySet();
  }

  List<Piece> pieces(int target) {
    return pieces.getOrDefault(target, List.of());
  }

  List<Doomed.Link> links(int target) {
    return pieces(target).stream().map(Piece::link).toList();
  }

  boolean wasManifest(int target) {
    return manifests.get(target);
  }

  Map<Integer, Set<Integer>> keeps() {
    return keeps;
  }
}
