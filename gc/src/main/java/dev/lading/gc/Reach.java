package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.FallbackTag;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Inventory;
import dev.lading.storage.Key;
import dev.lading.storage.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one repository's tags and manifests keep of what it holds. Kept are the roots (what tags
 * name, and untagged manifests that no rule lets go); the children and blobs of what is kept; and
 * what is about something that is kept, be that told by a subject or by a fallback tag.
 *
 * <p>Where something cannot be read, everything in the repository is kept. Used once, by one
 * thread.
 */
final class Reach {
  private final Inventory inventory;
  private final Numbering numbers;
  private final Inventory.Repository repository;
  private final Rules rules;
  private final Trail trail;
  private final ManifestGraph manifests;
  private final Map<Integer, Integer> layerAliases = new HashMap<>();
  private final BitSet layers = new BitSet();
  private final BitSet revisions = new BitSet();
  private final Map<Integer, List<Inventory.Tagged>> signatures = new HashMap<>();
  private final Deque<Integer> found = new ArrayDeque<>();
  private final BitSet keptManifests = new BitSet();
  private final BitSet keptBlobs = new BitSet();
  private final BitSet neededBlobs = new BitSet();
  private final List<Problem> problems = new ArrayList<>();
  private boolean keepsAll;

  private Reach(
      Inventory inventory,
      Numbering numbers,
      Inventory.Repository repository,
      Rules rules,
      Trail trail) {
    this.inventory = inventory;
    this.numbers = numbers;
    this.repository = repository;
    this.rules = rules;
    this.trail = trail;
    this.manifests = new ManifestGraph(inventory, numbers);
  }

  /** Follows everything from the roots. */
  static Reach of(
      Inventory inventory,
      Numbering numbers,
      Inventory.Repository repository,
      Rules rules,
      Trail trail) {
    Reach reach = new Reach(inventory, numbers, repository, rules, trail);
    reach.readLinks();
    reach.readManifests();
    reach.noteSignatures();
    reach.keepRoots();
    reach.follow();
    reach.keepTargets();
    return reach;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Whether something could not be read, so that nothing of the repository goes. */
  boolean keepsAll() {
    return keepsAll;
  }

  int manifestCount() {
    return revisions.cardinality();
  }

  /** ManifestGraph whose bytes are gone. */
  List<Digest> missingManifests() {
    return manifests.missing();
  }

  /** Blobs that must be here, whether they are or not. */
  BitSet neededBlobs() {
    return neededBlobs;
  }

  boolean isLayer(int named) {
    return layers.get(named);
  }

  /** Under which digest the bytes of a blob are stored. */
  int target(int named) {
    return layerAliases.getOrDefault(named, named);
  }

  /** Whether the manifest stays here, or the blob. */
  boolean keeps(int named) {
    return keepsAll || keptManifests.get(named) || keptBlobs.get(named);
  }

  /** The numbers of all stored bytes that this repository keeps. */
  BitSet keptData() {
    BitSet data = new BitSet();
    data.or(keptManifests);
    keptBlobs.stream().forEach(named -> data.set(target(named)));
    if (keepsAll) {
      data.or(keptBlobs);
      repository.layers().forEach(link -> data.set(target(numbers.of(link.named()))));
      repository.layers().forEach(link -> data.set(numbers.of(link.named())));
      repository.revisions().forEach(link -> data.set(numbers.of(link.named())));
    }
    aliasedManifests(data);
    return data;
  }

  /** Tells what goes, and what keeps what of it. */
  void tell(LooseLinks garbage) {
    if (keepsAll) {
      return;
    }
    Set<String> tags = new HashSet<>();
    for (Inventory.Tagged tagged : repository.tags()) {
      if (isDangling(tagged)) {
        garbage.add(
            numbers.of(tagged.target()),
            new Doomed.Link.Tagged(repository.name(), tagged.tag(), tagged.target()),
            tagged.since());
      } else if (!rules.going().contains(tagged.tag())) {
        tags.add(tagged.tag().name());
      }
    }
    tellHistory(garbage, tags);
    tellRevisions(garbage);
    tellLayers(garbage);
    tellSignaturesOfNothing(garbage);
  }

  private void readLinks() {
    for (Inventory.Link link : repository.layers()) {
      int named = numbers.of(link.named());
      link.target()
          .ifPresent(
              target -> {
                layers.set(named);
                if (!target.equals(link.named())) {
                  layerAliases.put(named, numbers.of(target));
                }
              });
    }
    for (Inventory.Fault fault : repository.faults()) {
      switch (fault) {
        case Inventory.Fault.Unreadable(var key) ->
            problems.add(
                new Problem(Problem.Kind.LINK_UNREADABLE, key.path(), "empty, or no digest"));
        case Inventory.Fault.NotUnderstood _ -> keepsAll = true; // the mark tells of it
        case Inventory.Fault.Failed(var key, var reason) -> {
          keepsAll = true;
          problems.add(
              new Problem(
                  Problem.Kind.LINK_FAILED, key.path(), String.valueOf(reason.getMessage())));
        }
      }
    }
  }

  private void readManifests() {
    Set<Digest> all = new HashSet<>();
    for (Inventory.Link link : repository.revisions()) {
      if (link.target().isPresent()) {
        revisions.set(numbers.of(link.named()));
        all.add(link.named());
      }
    }
    for (Inventory.Tagged tagged : repository.tags()) {
      if (!revisions.get(numbers.of(tagged.target()))) {
        lookAgain(tagged, all);
      }
    }
    manifests.read(repository.name().name(), all);
    problems.addAll(manifests.problems());
    keepsAll |= manifests.areDoubtful();
  }

  /** It may have been pushed after the revisions were listed and before the tags were. */
  private void lookAgain(Inventory.Tagged tagged, Set<Digest> all) {
    if (isHeld(tagged.target())) {
      all.add(tagged.target());
    } else {
      problems.add(
          new Problem(
              Problem.Kind.TAG_DANGLING,
              repository.name() + ":" + tagged.tag(),
              "names " + tagged.target() + ", which is not here"));
      if (manifests.hasData(tagged.target())) {
        all.add(tagged.target());
      }
    }
  }

  /** Also when the store does not tell, which casts doubt on everything here. */
  private boolean isHeld(Digest manifest) {
    try {
      return inventory.holds(repository.name(), manifest);
    } catch (StorageException e) {
      keepsAll = true;
      problems.add(
          new Problem(
              Problem.Kind.LINK_FAILED,
              repository.name() + "@" + manifest,
              String.valueOf(e.getMessage())));
      return true;
    }
  }

  /**
   * Of manifests that are here, and of those that are nowhere any more. What is about others may be
   * all that a repository is for.
   */
  private void noteSignatures() {
    if (rules.untaggedSince().isEmpty()) {
      return;
    }
    for (Inventory.Tagged tagged : repository.tags()) {
      FallbackTag.subject(tagged.tag())
          .map(numbers::of)
          .filter(subject -> revisions.get(subject) || rules.isGone().test(subject))
          .ifPresent(
              subject -> signatures.computeIfAbsent(subject, _ -> new ArrayList<>()).add(tagged));
    }
  }

  private void keepRoots() {
    for (Inventory.Tagged tagged : repository.tags()) {
      if (!rules.going().contains(tagged.tag()) && subject(tagged).isEmpty()) {
        root(numbers.of(tagged.target()), Optional.of(tagged));
      }
    }
    for (Inventory.Link link : repository.revisions()) {
      if (rules.keepsUntagged(link) && link.target().isPresent()) {
        root(numbers.of(link.named()), Optional.empty());
      }
    }
  }

  private void root(int manifest, Optional<Inventory.Tagged> tag) {
    trail.root(manifest, tag.map(Inventory.Tagged::tag));
    found.add(manifest);
  }

  private Optional<Integer> subject(Inventory.Tagged tagged) {
    return FallbackTag.subject(tagged.tag())
        .map(numbers::of)
        .filter(subject -> signatures.containsKey(subject));
  }

  private void follow() {
    while (!found.isEmpty()) {
      int manifest = found.remove();
      if (!keptManifests.get(manifest)) {
        keptManifests.set(manifest);
        manifests.find(manifest).ifPresent(node -> follow(manifest, node));
        manifests.referrers(manifest).forEach(referrer -> follow(manifest, referrer));
        signatures
            .getOrDefault(manifest, List.of())
            .forEach(tagged -> follow(manifest, numbers.of(tagged.target())));
      }
    }
  }

  private void follow(int keeper, Node node) {
    if (revisions.get(keeper)) {
      IntStream.of(node.blobs()).forEach(neededBlobs::set);
    }
    for (int child : node.children()) {
      if (manifests.find(child).isEmpty()) {
        missingChild(keeper, child);
      }
      follow(keeper, child);
    }
    node.keeps()
        .filter(each -> !keptManifests.get(each))
        .forEach(
            blob -> {
              trail.keeps(keeper, blob);
              keptBlobs.set(blob);
            });
  }

  private void follow(int keeper, int manifest) {
    trail.keeps(keeper, manifest);
    found.add(manifest);
  }

  private void missingChild(int index, int child) {
    Digest digest = numbers.digest(child);
    if (!keepsAll && !isHeld(digest)) {
      problems.add(
          new Problem(
              Problem.Kind.CHILD_MISSING,
              repository.name() + "@" + digest,
              "a child of " + numbers.digest(index) + ", which is not here"));
    }
  }

  /** A client that was told the digest of an alias's bytes may ask for that. */
  private void keepTargets() {
    layerAliases.forEach(
        (named, target) -> {
          if (keptBlobs.get(named)) {
            trail.keeps(named, target);
            keptBlobs.set(target);
          }
        });
  }

  private boolean isDangling(Inventory.Tagged tagged) {
    int target = numbers.of(tagged.target());
    return !keptManifests.get(target) && subject(tagged).isPresent();
  }

  /**
   * Of tags that are no more (not of those that cannot be read), and of manifests that are none
   * here any more.
   */
  private void tellHistory(LooseLinks garbage, Set<String> tags) {
    Set<Key> unreadable =
        repository.faults().stream().map(Inventory.Fault::key).collect(Collectors.toSet());
    for (Inventory.Past past : repository.history()) {
      int named = numbers.of(past.named());
      Doomed.Link tag = new Doomed.Link.Tagged(repository.name(), past.tag(), past.named());
      boolean mayBeNeeded = tags.contains(past.tag().name()) || unreadable.contains(tag.key());
      if (!mayBeNeeded || !keeps(named)) {
        garbage.add(
            named,
            new Doomed.Link.TagHistory(repository.name(), past.tag(), past.named()),
            past.since());
      }
    }
  }

  private void tellRevisions(LooseLinks garbage) {
    for (Inventory.Link link : repository.revisions()) {
      int named = numbers.of(link.named());
      if (!keptManifests.get(named)) {
        int target = link.target().map(numbers::of).orElse(named);
        garbage.add(
            target, new Doomed.Link.Revision(repository.name(), link.named()), link.since());
        garbage.isManifest(target);
        tellWhatHangsOn(garbage, named, target);
      }
    }
  }

  private void tellWhatHangsOn(LooseLinks garbage, int named, int target) {
    manifests
        .find(named)
        .ifPresent(node -> node.keeps().forEach(kept -> garbage.keeps(target, target(kept))));
    manifests.referrers(named).forEach(referrer -> garbage.keeps(target, referrer));
    signatures
        .getOrDefault(named, List.of())
        .forEach(tagged -> garbage.keeps(target, numbers.of(tagged.target())));
  }

  private void tellLayers(LooseLinks garbage) {
    for (Inventory.Link link : repository.layers()) {
      int named = numbers.of(link.named());
      if (!keeps(named)) {
        garbage.add(
            target(named), new Doomed.Link.Layer(repository.name(), link.named()), link.since());
      }
    }
  }

  /** Of manifests that are held nowhere, whose bytes are all that tells it. */
  private void tellSignaturesOfNothing(LooseLinks garbage) {
    signatures.forEach(
        (subject, tags) -> {
          if (!revisions.get(subject)) {
            tags.forEach(tagged -> garbage.proves(subject, numbers.of(tagged.target())));
          }
        });
  }

  private void aliasedManifests(BitSet data) {
    for (Inventory.Link link : repository.revisions()) {
      if (keeps(numbers.of(link.named()))) {
        link.target().ifPresent(target -> data.set(numbers.of(target)));
      }
    }
  }
}
