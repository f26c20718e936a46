package dev.lading.content.store;

import static dev.lading.content.store.GcScenes.REPOSITORIES;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.claim.RunNumber;
import dev.lading.content.claim.Runs.Run;
import dev.lading.content.interleaving.Stage;
import dev.lading.content.interleaving.Steps;
import dev.lading.content.store.Removals.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One run of a collector that takes all of the image for a candidate, whether it is there or not,
 * and finds unneeded what no root of a repository leads to.
 *
 * @param opening how it opens the store, anew for each thing that it does
 * @param faults what it does wrong
 */
record GcCollector(GcImage image, Function<Steps, Stepped> opening, Set<Fault> faults) {
  /** What {@link dev.lading.content.store.Removals} leaves to its caller, done wrong. */
  enum Fault {
    /** T0 is read after the repositories. */
    BEGINS_LATE,
    /** What was claimed is measured from the time of the sweep. */
    CUTS_LATE,
    /** What is kept does not keep what it refers to. */
    KEEPS_ONE,
    /** What is kept is looked at before what keeps it. */
    GOES_UP,
    /** Only what has data is a candidate. */
    SEES_DATA_ONLY,
    /** What has two names is condemned, and looked for claims, by one. */
    KNOWS_ONE_NAME,
    /** Marks that bind nobody any more are left. */
    LEAVES_MARKS
  }

  GcCollector(GcImage image) {
    this(image, Stepped::fresh, Set.of());
  }

  GcCollector(GcImage image, Function<Steps, Stepped> opening) {
    this(image, opening, Set.of());
  }

  GcCollector(GcImage image, Fault fault) {
    this(image, Stepped::fresh, EnumSet.of(fault));
  }

  Stage run() {
    return new Begin(this);
  }

  /** The last thing that a run does which found nothing needed. */
  Stage sweep(Run run) {
    return new Sweep(this, run, List.of(), List.of(items().getLast()), List.of());
  }

  /** Only deletes old claims. */
  Stage forget() {
    return new Forget(this);
  }

  private Collecting open(Steps steps) {
    return opening.apply(steps).open().collecting();
  }

  private boolean is(Fault fault) {
    return faults.contains(fault);
  }

  private record Begin(GcCollector collector) implements Stage {
    @Override
    public Optional<Stage> run(Steps steps) {
      Collecting collecting = collector.open(steps);
      if (!collector.is(Fault.LEAVES_MARKS)) {
        collecting.marks().dropVoid();
      }
      Optional<Run> run = collecting.runs().begin();
      return Optional.of(run.<Stage>map(begun -> new Mark(collector, begun)).orElse(this));
    }
  }

  private record Mark(GcCollector collector, Run run) implements Stage {
    @Override
    public Optional<Stage> run(Steps steps) {
      List<RepositoryName> needing =
          REPOSITORIES.stream()
              .filter(name -> steps.driver().find(collector.image.root(name)).isPresent())
              .toList();
      Run begun = collector.is(Fault.BEGINS_LATE) ? collector.now(steps, run.number()) : run;
      List<Item> items = collector.items();
      List<Item> order = collector.is(Fault.GOES_UP) ? items.reversed() : items;
      return Optional.of(new Sweep(collector, begun, needing, order, List.of()));
    }
  }

  private Run now(Steps steps, RunNumber number) {
    Instant now = open(steps).clock().now();
    return new Run(number, now);
  }

  /**
   * Something to remove.
   *
   * @param names all by which it can be claimed
   * @param links what goes first, in repositories that do not need the image
   * @param keeper as long as it stays, this does
   */
  private record Item(Digest digest, Set<Digest> names, Links links, Optional<Digest> keeper) {
    enum Links {
      NONE,
      REVISION,
      LAYER
    }

    /** Nothing when it is needed everywhere. */
    Optional<Doomed> doomed(List<RepositoryName> needing) {
      List<Doomed.Link> going =
          REPOSITORIES.stream()
              .filter(Predicate.not(needing::contains))
              .flatMap(this::link)
              .toList();
      return going.isEmpty() && !needing.isEmpty()
          ? Optional.empty()
          : Optional.of(new Doomed(digest, names, going, needing.isEmpty()));
    }

    private Stream<Doomed.Link> link(RepositoryName name) {
      return switch (links) {
        case NONE -> Stream.empty();
        case REVISION -> Stream.of(new Doomed.Link.Revision(name, digest));
        case LAYER -> names.stream().map(named -> new Doomed.Link.Layer(name, named));
      };
    }
  }

  /** Keepers before what they keep. Where a manifest is a root there is no link of it to remove. */
  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    Item.Links links = image.isTagged() ? Item.Links.REVISION : Item.Links.NONE;
    Optional<Digest> keeper = Optional.empty();
    for (GcImage each : Stream.concat(Stream.of(image), image.child().stream()).toList()) {
      items.add(new Item(each.digest(), Set.of(each.digest()), links, keeper));
      keeper = Optional.of(each.digest()).filter(_ -> image.isTagged());
    }
    for (GcImage.Blob blob : image.allBlobs()) {
      items.add(new Item(blob.canonical(), names(blob), Item.Links.LAYER, keeper));
    }
    return items;
  }

  private Set<Digest> names(GcImage.Blob blob) {
    return is(Fault.KNOWS_ONE_NAME)
        ? Set.of(blob.canonical())
        : Set.copyOf(List.of(blob.named(), blob.canonical()));
  }

  /**
   * @param kept what stays of what was looked at
   */
  private record Sweep(
      GcCollector collector,
      Run run,
      List<RepositoryName> needing,
      List<Item> left,
      List<Digest> kept)
      implements Stage {
    @Override
    public Optional<Stage> run(Steps steps) {
      if (left.isEmpty()) {
        return Optional.of(new Forget(collector));
      }
      Item item = left.getFirst();
      boolean isKept = item.keeper().filter(kept::contains).isPresent();
      boolean stays = isKept || !isGone(steps, item);
      return Optional.of(
          new Sweep(collector, run, needing, left.subList(1, left.size()), keep(item, stays)));
    }

    private boolean isGone(Steps steps, Item item) {
      if (collector.is(Fault.SEES_DATA_ONLY)
          && steps.driver().find(Layout.blobData(item.digest())).isEmpty()) {
        return true;
      }
      Run begun = collector.is(Fault.CUTS_LATE) ? collector.now(steps, run.number()) : run;
      Removals removals = collector.open(steps).removals();
      return item.doomed(needing)
          .map(doomed -> removals.remove(doomed, begun, false) == Outcome.REMOVED)
          .orElse(false);
    }

    private List<Digest> keep(Item item, boolean stays) {
      return stays && !collector.is(Fault.KEEPS_ONE)
          ? Stream.concat(kept.stream(), Stream.of(item.digest())).toList()
          : kept;
    }
  }

  private record Forget(GcCollector collector) implements Stage {
    @Override
    public Optional<Stage> run(Steps steps) {
      collector.open(steps).removals().forgetAllClaims();
      return Optional.empty();
    }
  }
}
