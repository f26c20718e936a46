package dev.lading.gc;

import dev.lading.content.ContentException;
import dev.lading.content.ContentException.ReferencesUnknown;
import dev.lading.content.Digest;
import dev.lading.content.claim.RunNumber;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Trash.Kept;
import dev.lading.storage.StorageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Brings back what a run removed, as pushes would: first all bytes, then images, then what refers
 * to them. What is there again is claimed, so it stays for another grace at least.
 */
public final class Undo {
  private final Collecting store;
  private final Map<Digest, List<Doomed.Link>> back = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  Undo(Collecting store) {
    this.store = store;
  }

  /**
   * What came of it.
   *
   * @param digests of which bytes or links are there again
   * @param links how many
   * @param problems what is not
   */
  public record Undone(RunNumber run, List<Digest> digests, int links, List<Problem> problems) {}

  Undone undo(RunNumber run) {
    List<Kept> contents = new ArrayList<>();
    List<Kept> all = store.trash().list().filter(kept -> kept.run().equals(run)).toList();
    all.stream().filter(this::isContentBack).forEach(contents::add);
    restoreManifests(contents);
    contents.forEach(this::restoreTags);
    int links = back.values().stream().mapToInt(List::size).sum();
    return new Undone(run, List.copyOf(new TreeSet<>(back.keySet())), links, problems);
  }

  private boolean isContentBack(Kept kept) {
    try {
      if (store.restoring().isOfTags(kept)) {
        return true;
      }
      return store
          .restoring()
          .content(kept)
          .map(links -> note(kept, links))
          .orElseGet(() -> failed(kept, "its bytes are kept nowhere"));
    } catch (StorageException | ContentException e) {
      return failed(kept, String.valueOf(e.getMessage()));
    }
  }

  /** Over and over, as long as that brings any back: indexes need their children. */
  private void restoreManifests(List<Kept> contents) {
    List<Kept> left = contents;
    int before;
    do {
      before = left.size();
      left = left.stream().filter(kept -> !isManifestBack(kept)).toList();
    } while (!left.isEmpty() && left.size() < before);
    left.forEach(kept -> failed(kept, "something that it refers to is gone"));
  }

  private void restoreTags(Kept kept) {
    try {
      store
          .restoring()
          .tags(kept)
          .forEach(tag -> back.computeIfAbsent(tag.named(), _ -> new ArrayList<>()).add(tag));
    } catch (StorageException | ContentException e) {
      failed(kept, String.valueOf(e.getMessage()));
    }
  }

  /** False to try again. */
  private boolean isManifestBack(Kept kept) {
    try {
      if (store.restoring().isOfTags(kept)) {
        return true;
      }
      return note(kept, store.restoring().manifests(kept));
    } catch (ReferencesUnknown _) {
      return false;
    } catch (StorageException | ContentException e) {
      failed(kept, String.valueOf(e.getMessage()));
      return true;
    }
  }

  private boolean note(Kept kept, List<Doomed.Link> links) {
    back.computeIfAbsent(kept.digest(), _ -> new ArrayList<>()).addAll(links);
    return true;
  }

  private boolean failed(Kept kept, String what) {
    problems.add(new Problem(Problem.Kind.UPKEEP_FAILED, kept.digest().toString(), what));
    return false;
  }
}
