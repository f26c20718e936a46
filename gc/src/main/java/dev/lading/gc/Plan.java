package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.store.Doomed;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run is to remove, and in which order: everything before what it keeps. What does not go
 * yet, or was touched within the grace, keeps all that is reachable from it.
 */
final class Plan {
  private final Marked marked;
  private final Terms terms;
  private final Map<Integer, Item> items = new HashMap<>();
  private final Set<Integer> stays = new LinkedHashSet<>();

  /** Whose kept ones stay already: each is followed once, however many stay. */
  private final Set<Integer> followed = new LinkedHashSet<>();

  private final List<Report.Waiting> waiting = new ArrayList<>();
  private int young;

  /**
   * When things go.
   *
   * @param now the run's T0
   * @param marked when its mark ended
   * @param earliest when the process may first remove what is not to go at once
   * @param atOnce whether what is unreachable for the first time goes as well
   */
  record Terms(Instant now, Instant marked, GcTerms gc, Instant earliest, boolean atOnce) {
    boolean isOver(Instant since) {
      return atOnce || !goes(since).isAfter(now);
    }

    private Instant goes(Instant since) {
      return later(since.plus(gc.grace()), earliest);
    }

    private boolean isYoung(Instant since) {
      return since.isAfter(now.minus(gc.grace()));
    }
  }

  /** What is to be removed of one digest. */
  record Item(int number, Doomed doomed, Report.Removed removed) {}

  private Plan(Marked marked, Terms terms) {
    this.marked = marked;
    this.terms = terms;
  }

  /**
   * Decides.
   *
   * @param notes told all that is unreachable
   */
  static Plan of(Marked marked, Terms terms, Since.Notes notes) {
    Plan plan = new Plan(marked, terms);
    marked.candidates().stream().forEach(number -> plan.consider(number, notes));
    Set.copyOf(plan.stays).forEach(plan::keepWithProofs);
    return plan;
  }

  List<Report.Waiting> waiting() {
    return waiting;
  }

  /** How many things stay because they were touched within the grace. */
  int young() {
    return young;
  }

  int size() {
    return items.size();
  }

  /** Whether something stays after all, because of what it hangs on. */
  boolean stays(int number) {
    return stays.contains(number);
  }

  /** Keeps a thing and all that is reachable from it. */
  void keep(int number) {
    Deque<Integer> found = new ArrayDeque<>();
    found.add(number);
    while (!found.isEmpty()) {
      int each = found.remove();
      if (followed.add(each)) {
        stays.add(each);
        found.addAll(marked.garbage().keeps().getOrDefault(each, Set.of()));
      }
    }
  }

  private void keepWithProofs(int number) {
    keep(number);
    marked.garbage().proofs(number).forEach(this::keep);
  }

  /** Those of one list do not keep each other; those of a later one keep none of an earlier. */
  List<List<Item>> steps() {
    Map<Integer, Integer> keepers = keepers();
    List<List<Item>> steps = new ArrayList<>();
    Set<Integer> left = new TreeSet<>(items.keySet());
    List<Integer> next = left.stream().filter(each -> !keepers.containsKey(each)).toList();
    while (!left.isEmpty()) {
      // What is about its own child keeps it and is kept by it: any of them goes first.
      List<Integer> step = next.isEmpty() ? List.of(left.iterator().next()) : next;
      step.forEach(left::remove);
      steps.add(step.stream().map(items::get).toList());
      next = release(step, keepers, left);
    }
    return steps;
  }

  private void consider(int number, Since.Notes notes) {
    Finding finding = new Finding(number, notes);
    marked.garbage().pieces(number).forEach(finding::link);
    if (marked.isDataUnneeded(number)) {
      finding.data();
    }
    if (finding.isYoung) {
      young++;
      stays.add(number);
    } else {
      decide(finding);
    }
  }

  /** What is unreachable of one digest, as far as it was looked at. */
  private final class Finding {
    private final int number;
    private final Digest digest;
    private final Since.Notes notes;
    private final Set<Digest> claimable;
    private final List<Doomed.Link> over = new ArrayList<>();
    private Instant last = Instant.MIN;
    private boolean isDataOver;
    private boolean isYoung;

    Finding(int number, Since.Notes notes) {
      this.number = number;
      this.digest = marked.numbers().digest(number);
      this.notes = notes;
      this.claimable = doomed(marked.garbage().links(number), true).claimable();
    }

    void link(LooseLinks.Piece piece) {
      Instant since = notes.unreachable(Since.name(piece.link()), claimable);
      last = later(last, since);
      isYoung |= terms.isYoung(piece.since());
      if (terms.isOver(since)) {
        over.add(piece.link());
      }
    }

    /** After all links: bytes never go before a link to them. */
    void data() {
      last = later(last, notes.unreachable(Since.name(digest), claimable));
      isYoung |= terms.isYoung(marked.stored().since(number));
      isDataOver = terms.isOver(last);
    }

    Doomed doomed() {
      over.sort(Comparator.comparingInt(Plan::rank));
      return doomed(over, isDataOver);
    }

    private Doomed doomed(List<Doomed.Link> links, boolean isDataUnneeded) {
      Set<Digest> names = new LinkedHashSet<>();
      names.add(digest);
      marked.garbage().links(number).forEach(link -> names.add(link.named()));
      return new Doomed(digest, names, links, isDataUnneeded);
    }

    Report.Waiting waiting() {
      long bytes = marked.isDataUnneeded(number) ? marked.stored().size(number) : 0;
      Instant since = last.isAfter(terms.marked()) ? terms.marked() : last;
      return new Report.Waiting(digest, bytes, since, terms.goes(last));
    }
  }

  private void decide(Finding finding) {
    if (!terms.isOver(finding.last)) {
      waiting.add(finding.waiting());
    }
    if (finding.over.isEmpty() && !finding.isDataOver) {
      stays.add(finding.number);
    } else {
      Doomed doomed = finding.doomed();
      items.put(finding.number, new Item(finding.number, doomed, removed(finding.number, doomed)));
    }
  }

  private Report.Removed removed(int number, Doomed doomed) {
    Set<RepositoryName> repositories = new TreeSet<>();
    doomed.links().forEach(link -> repositories.add(link.repository()));
    return new Report.Removed(
        doomed.digest(),
        doomed.isDataUnneeded() ? marked.stored().size(number) : 0,
        what(number, doomed),
        List.copyOf(repositories));
  }

  private Report.What what(int number, Doomed doomed) {
    if (marked.garbage().wasManifest(number)) {
      return Report.What.MANIFEST;
    }
    return doomed.isDataUnneeded() ? Report.What.BLOB : Report.What.LINKS;
  }

  /** What makes it a tag first, what makes it a manifest before what makes it a blob. */
  private static int rank(Doomed.Link link) {
    return switch (link) {
      case Doomed.Link.Tagged _ -> 0;
      case Doomed.Link.TagHistory _ -> 1;
      case Doomed.Link.Revision _ -> 2;
      case Doomed.Link.Layer _ -> 3;
    };
  }

  /** How many of those that go keep each. */
  private Map<Integer, Integer> keepers() {
    Map<Integer, Integer> keepers = new HashMap<>();
    for (Integer keeper : items.keySet()) {
      for (Integer kept : keptBy(keeper)) {
        keepers.merge(kept, 1, Integer::sum);
      }
    }
    return keepers;
  }

  /** Those that nothing keeps any more after a step. */
  private List<Integer> release(
      List<Integer> step, Map<Integer, Integer> keepers, Set<Integer> left) {
    Set<Integer> next = new TreeSet<>();
    for (Integer keeper : step) {
      for (Integer kept : keptBy(keeper)) {
        if (keepers.merge(kept, -1, Integer::sum) == 0 && left.contains(kept)) {
          next.add(kept);
        }
      }
    }
    return List.copyOf(next);
  }

  private Set<Integer> keptBy(Integer keeper) {
    Set<Integer> kept =
        new LinkedHashSet<>(marked.garbage().keeps().getOrDefault(keeper, Set.of()));
    kept.retainAll(items.keySet());
    return kept;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
