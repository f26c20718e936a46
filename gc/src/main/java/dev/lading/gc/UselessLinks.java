package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.claim.Runs.Run;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Removals.Outcome;
import dev.lading.content.store.Restoring.Repair;
import dev.lading.gc.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Links that are proven useless, as nobody has the bytes. Mutable, for one thread. */
final class UselessLinks {
  private final Collecting store;
  private final Findings findings;
  private final List<Doomed.Link> useless = new ArrayList<>();

  UselessLinks(Collecting store, Findings findings) {
    this.store = store;
    this.findings = findings;
  }

  boolean isEmpty() {
    return useless.isEmpty();
  }

  /** A tag goes when nobody has the bytes that it names: pushing them again sets it anew. */
  void look(Doomed.Link.Tagged tag) {
    if (store.inventory().holds(tag.repository(), tag.named())) {
      return;
    }
    findings.add(
        Kind.TAG_DANGLING, LinkRepair.where(tag), "names " + tag.named() + ", which is not here");
    if (isNowhere(tag.named())) {
      useless.add(tag);
    }
  }

  /** A link that nothing names and that leads to no bytes. */
  void look(Doomed.Link link, Digest target) {
    if (isNowhere(target)) {
      findings.add(kind(link), LinkRepair.where(link), "leads to bytes that are gone");
      useless.add(link);
    }
  }

  /** Those of a mark that may be such: older than any push that goes on. */
  List<Doomed.Link> suspects(Marked marked, int target, Instant now) {
    Instant old = now.minus(store.terms().grace());
    return marked.stored().has(target)
        ? List.of()
        : marked.garbage().pieces(target).stream()
            .filter(piece -> piece.since().isBefore(old))
            .map(LooseLinks.Piece::link)
            .toList();
  }

  /** As a run of the collector removes them. */
  void drop(Run run, boolean keepsTrash, LinkRepair repair) {
    for (Doomed.Link link : useless) {
      Doomed doomed = new Doomed(link.named(), Set.of(link.named()), List.of(link), false);
      repair.repair(
          LinkRepair.where(link),
          () -> store.removals().remove(doomed, run, keepsTrash) == Outcome.REMOVED);
    }
  }

  /** Neither stored nor in the trash. */
  private boolean isNowhere(Digest digest) {
    return store.restoring().lookAtManifest(digest) == Repair.MISSING;
  }

  private static Kind kind(Doomed.Link link) {
    return switch (link) {
      case Doomed.Link.Layer _, Doomed.Link.Revision _ -> Kind.LINK_USELESS;
      case Doomed.Link.Tagged _ -> Kind.TAG_DANGLING;
      case Doomed.Link.TagHistory _ -> Kind.HISTORY_DANGLING;
    };
  }
}
