package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Inventory;
import dev.lading.content.store.Restoring;
import dev.lading.content.store.Restoring.Repair;
import dev.lading.storage.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One pass over a store that finds what nothing in it needs. What was pushed while it went on it
 * may have missed: that is what claims are for. Used once, by one thread.
 */
final class Mark implements Inventory.Visitor {
  private final Inventory inventory;
  private final Terms terms;
  private final Progress progress;
  private final Numbering numbers = new Numbering();
  private final Stored stored = new Stored();
  private final Subjects subjects = new Subjects(numbers, stored);
  private final BitSet keptData = new BitSet();
  private final LooseLinks garbage = new LooseLinks();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Needed> missing = new ArrayList<>();
  private final List<GoingTag> going = new ArrayList<>();
  private boolean keepsAllData;
  private int repositories;
  private int manifests;

  /**
   * What a mark goes by.
   *
   * @param untagged how long untagged manifests stay; empty for ever
   * @param now the run's T0
   * @param retention which tags of a repository go
   */
  record Terms(Optional<Duration> untagged, Instant now, TagRules retention) {}

  /** Which tags of a repository go, and why. */
  @FunctionalInterface
  interface TagRules {
    List<GoingTag> going(Inventory.Repository repository, Instant now);
  }

  /** A tag that a rule lets go while it names that. */
  record GoingTag(RepositoryName repository, Tag tag, Digest target, String reason) {
    Doomed.Link link() {
      return new Doomed.Link.Tagged(repository, tag, target);
    }

    Doomed doomed() {
      return Doomed.ofTag(repository, tag, target);
    }
  }

  /**
   * Bytes that are needed and were not there.
   *
   * @param isManifest or a blob, which needs a link as well
   */
  record Needed(RepositoryName repository, Digest digest, boolean isManifest) {
    /** Sees to it that it is there. */
    Repair repair(Restoring restoring) {
      return isManifest ? restoring.manifest(digest) : restoring.blob(repository, digest);
    }

    /** What that would come to. */
    Repair look(Restoring restoring) {
      return isManifest
          ? restoring.lookAtManifest(digest)
          : restoring.lookAtBlob(repository, digest);
    }
  }

  Mark(Inventory inventory, Terms terms, Progress progress) {
    this.inventory = inventory;
    this.terms = terms;
    this.progress = progress;
  }

  /**
   * Goes over the store.
   *
   * @throws dev.lading.storage.StorageException when it cannot be listed
   */
  Marked mark() {
    inventory.visit(this);
    return found();
  }

  /** For whoever goes over the store himself and passes everything on: what came of it. */
  Marked found() {
    subjects.rest(this::look);
    return new Marked(
        numbers,
        stored,
        keptData,
        garbage,
        going,
        missing,
        problems,
        keepsAllData,
        new Report.Marked(repositories, manifests, stored.count()));
  }

  @Override
  public void data(Inventory.Data data) {
    stored.add(numbers.of(data.digest()), data.size(), data.since());
  }

  @Override
  public void repository(Inventory.Repository repository) {
    subjects.pass(repository, this::look);
  }

  @Override
  public void foreign(Key key) {
    keepsAllData = true;
    problems.add(Problem.notUnderstood(key));
  }

  @Override
  public void litter(Key key) {
    problems.add(new Problem(Problem.Kind.LITTER, key.path(), "no content; it keeps nothing"));
  }

  private void look(Inventory.Repository repository) {
    List<GoingTag> tags = terms.retention().going(repository, terms.now());
    Set<Tag> names = tags.stream().map(GoingTag::tag).collect(Collectors.toSet());
    Rules rules = Rules.of(terms.untagged(), terms.now(), names, subjects::isGone);
    Reach reach = Reach.of(inventory, numbers, repository, rules, Trail.NONE);
    if (!reach.keepsAll()) {
      going.addAll(tags);
    }
    keptData.or(reach.keptData());
    reach.tell(garbage);
    problems.addAll(reach.problems());
    noteMissing(repository.name(), reach);
    repositories++;
    manifests += reach.manifestCount();
    progress.marked(repositories, manifests, stored.count());
  }

  private void noteMissing(RepositoryName name, Reach reach) {
    reach.neededBlobs().stream()
        .filter(blob -> !reach.isLayer(blob) || !stored.has(reach.target(blob)))
        .forEach(blob -> missing.add(new Needed(name, numbers.digest(blob), false)));
    reach.missingManifests().forEach(digest -> missing.add(new Needed(name, digest, true)));
  }
}
