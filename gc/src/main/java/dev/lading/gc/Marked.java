package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.store.Doomed;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a mark found.
 *
 * @param kept the numbers of all stored bytes that something keeps
 * @param keepsAllData whether no bytes may go, whatever seems to keep them
 */
record Marked(
    Numbering numbers,
    Stored stored,
    BitSet kept,
    LooseLinks garbage,
    List<Mark.GoingTag> going,
    List<Mark.Needed> missing,
    List<Problem> problems,
    boolean keepsAllData,
    Report.Marked counts) {

  /** The numbers of all bytes that go, or lose links. */
  BitSet candidates() {
    BitSet candidates = new BitSet();
    garbage.targets().forEach(candidates::set);
    for (int number = 0; number < stored.end(); number++) {
      if (isDataUnneeded(number)) {
        candidates.set(number);
      }
    }
    return candidates;
  }

  /** Whether somebody may have claimed that who relies on something that is to go. */
  Predicate<Digest> claimable() {
    BitSet candidates = candidates();
    Set<Digest> others = new HashSet<>();
    going.forEach(tag -> others.addAll(tag.doomed().claimable()));
    for (int target : garbage.targets()) {
      for (Doomed.Link link : garbage.links(target)) {
        if (link instanceof Doomed.Link.Tagged(var repository, var tag, var named)) {
          others.addAll(Doomed.ofTag(repository, tag, named).claimable());
        }
        if (numbers.find(link.named()) != target) {
          others.add(link.named());
        }
      }
    }
    return digest -> {
      int number = numbers.find(digest);
      return (number != Numbering.NONE && candidates.get(number)) || others.contains(digest);
    };
  }

  /** Whether nothing keeps these bytes, which are there. */
  boolean isDataUnneeded(int number) {
    return stored.has(number) && !kept.get(number) && !keepsAllData;
  }
}
