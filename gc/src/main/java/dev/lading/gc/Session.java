package dev.lading.gc;

import dev.lading.content.ContentException;
import dev.lading.content.Digest;
import dev.lading.content.claim.Runs.Run;
import dev.lading.content.store.AbandonedUploads;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Removals;
import dev.lading.content.store.Restoring.Repair;
import dev.lading.content.store.Tags;
import dev.lading.content.store.Trash;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run, from its mark to its report. Used once, by one thread. */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final Duration CLOCK_CHECKS = Duration.ofSeconds(10);
  private static final Problem CLOCK_STEPPED =
      new Problem(
          Problem.Kind.CLOCK_STEPPED,
          "run",
          "the store's clock and ours went apart by more than a quarter of the grace");
  private final Parts parts;
  private final Collecting store;
  private final Run run;
  private final Collector.Options options;
  private final List<Problem> problems = new ArrayList<>();
  private final long began;
  private long nextClockCheck;
  private Optional<Problem> stopped = Optional.empty();

  /**
   * What a run works with.
   *
   * @param earliest when this process may first remove what nobody asked to be removed at once
   */
  record Parts(
      Collecting store,
      Tags tags,
      Collector.Settings settings,
      Collector.Surroundings surroundings,
      ClockWatch watch,
      Heart heart,
      Instant earliest) {}

  Session(Parts parts, Run run, Collector.Options options) {
    this.parts = parts;
    this.store = parts.store();
    this.run = run;
    this.options = options;
    this.began = now();
    this.nextClockCheck = began;
  }

  Report conduct(Progress progress) {
    parts.watch().drift(); // from here on, the run's own time is watched
    if (!options.dryRun()) {
      upkeep("dropping marks of killed runs", store.marks()::dropVoid);
      upkeep("dropping holds of killed processes", store.holds()::dropDead);
    }
    Marked marked = mark(progress);
    problems.addAll(marked.problems());
    Planned planned = plan(marked);
    Plan plan = planned.plan();
    marked.missing().forEach(this::mend);
    Sweep.How how = how(progress);
    List<Report.GoneTag> tags = removeTags(planned, marked, how.pace());
    Sweep sweep = new Sweep(plan, how);
    sweep.run();
    sweep.problems().stream().filter(each -> !problems.contains(each)).forEach(problems::add);
    Tidied tidied = isClockTrusted() ? tidy() : Tidied.NOTHING;
    return new Report(
        run.number(),
        run.began(),
        store.clock().now(),
        options.dryRun(),
        marked.counts(),
        tags,
        sweep.removed(),
        sweep.claimed() + plan.young(),
        plan.waiting(),
        sweep.removed().stream().mapToLong(Report.Removed::bytes).sum(),
        tidied.uploads(),
        tidied.trash(),
        problems);
  }

  private Marked mark(Progress progress) {
    Mark.Terms terms =
        new Mark.Terms(
            parts.settings().untagged(), run.began(), parts.settings().retention()::going);
    return new Mark(store.inventory(), terms, progress).mark();
  }

  /**
   * What a run is to do.
   *
   * @param tags those whose time has come: they go as late as everything else
   */
  private record Planned(Plan plan, Set<Mark.GoingTag> tags) {}

  private Planned plan(Marked marked) {
    Since.Moments moments =
        new Since.Moments(run.began(), store.clock().now(), store.terms()); // before the claims
    Since.Notes notes =
        new Since.Notes(
            Since.last(store.driver()), moments, store.removals().lastClaims(marked.claimable()));
    Plan.Terms terms =
        new Plan.Terms(
            run.began(), moments.ended(), store.terms(), parts.earliest(), options.now());
    Plan plan = Plan.of(marked, terms, notes);
    Set<Mark.GoingTag> tags = new LinkedHashSet<>();
    for (Mark.GoingTag each : marked.going()) {
      if (terms.isOver(notes.unreachable(Since.name(each.link()), each.doomed().claimable()))) {
        tags.add(each);
      }
    }
    if (!options.dryRun()) {
      notes.write(store.driver(), run.number());
    }
    return new Planned(plan, tags);
  }

  private Removals.Outcome removal(Doomed doomed, boolean keepsTrash) {
    return options.dryRun()
        ? store.removals().look(doomed, run)
        : store.removals().remove(doomed, run, keepsTrash);
  }

  private Sweep.How how(Progress progress) {
    boolean keepsTrash = parts.settings().keepsTrash();
    return new Sweep.How(
        doomed -> removal(doomed, keepsTrash),
        this::reasonToStop,
        new Pace(
            options.dryRun() ? 0 : parts.settings().removalsPerSecond(),
            parts.surroundings().nanoTime(),
            parts.surroundings().pause()),
        parts.settings().workers(),
        parts.surroundings().nanoTime(),
        progress);
  }

  /** Once there is one, it stays. */
  private Optional<Problem> reasonToStop() {
    if (stopped.isEmpty()) {
      stopped = findReasonToStop();
    }
    return stopped;
  }

  private Optional<Problem> findReasonToStop() {
    if (parts.heart().hasLost()) {
      return stop(Problem.Kind.LEASE_LOST, "another run has begun, or a process by other terms");
    }
    if (options.atMost().filter(most -> now() - began > most.toNanos()).isPresent()) {
      return stop(Problem.Kind.OUT_OF_TIME, "its window has ended");
    }
    return hasClockStepped() ? Optional.of(CLOCK_STEPPED) : Optional.empty();
  }

  private static Optional<Problem> stop(Problem.Kind kind, String what) {
    return Optional.of(new Problem(kind, "run", what));
  }

  private boolean hasClockStepped() {
    long now = now();
    if (now - nextClockCheck < 0) {
      return false;
    }
    Duration share = store.terms().grace().dividedBy(16);
    Duration next = share.compareTo(CLOCK_CHECKS) < 0 ? share : CLOCK_CHECKS;
    nextClockCheck = now + next.toNanos();
    return parts.watch().hasStepped();
  }

  /** What goes by its age alone waits for a clock that can be believed. */
  private boolean isClockTrusted() {
    boolean isTold = problems.stream().anyMatch(each -> each.kind() == Problem.Kind.CLOCK_STEPPED);
    boolean hasStepped = isTold || parts.watch().hasStepped();
    if (hasStepped && !isTold) {
      problems.add(CLOCK_STEPPED);
    }
    return !hasStepped;
  }

  /** A tag that does not go keeps what it names. */
  private List<Report.GoneTag> removeTags(Planned planned, Marked marked, Pace pace) {
    List<Report.GoneTag> gone = new ArrayList<>();
    for (Mark.GoingTag each : marked.going()) {
      if (planned.tags().contains(each) && mayGoOn() && isGone(each, pace)) {
        gone.add(new Report.GoneTag(each.repository(), each.tag(), each.target(), each.reason()));
      } else {
        planned.plan().keep(marked.numbers().of(each.target()));
      }
    }
    return gone;
  }

  private boolean mayGoOn() {
    Optional<Problem> reason = reasonToStop();
    reason.filter(each -> !problems.contains(each)).ifPresent(problems::add);
    return reason.isEmpty();
  }

  /** As everything else goes: whoever pushes the tag meanwhile has claimed it. */
  private boolean isGone(Mark.GoingTag going, Pace pace) {
    Digest named = going.target();
    Doomed doomed = going.doomed();
    pace.await();
    try {
      return parts.tags().resolve(going.repository(), going.tag()).filter(named::equals).isPresent()
          && isGone(going, removal(doomed, parts.settings().keepsTrash()));
    } catch (StorageException e) {
      LOG.warn("tag cannot be removed tag={}:{}", going.repository(), going.tag(), e);
      problems.add(failed(going, "the store failed; the log tells more"));
      return false;
    }
  }

  private boolean isGone(Mark.GoingTag going, Removals.Outcome outcome) {
    switch (outcome) {
      case REMOVED, CLAIMED -> {}
      case UNCONFIRMED -> problems.add(failed(going, "the store did not confirm it in time"));
      case HELD -> stopped = Optional.of(Sweep.HELD);
      case RUN_OVER -> stopped = Optional.of(Sweep.RUN_OVER);
    }
    stopped.filter(each -> !problems.contains(each)).ifPresent(problems::add);
    return outcome == Removals.Outcome.REMOVED;
  }

  private static Problem failed(Mark.GoingTag going, String what) {
    return new Problem(Problem.Kind.REMOVAL_FAILED, going.repository() + ":" + going.tag(), what);
  }

  /** What is needed and was not there when the listing came by. */
  private void mend(Mark.Needed needed) {
    String where = needed.repository() + "@" + needed.digest();
    upkeep(
        "looking for " + where,
        () -> {
          if (!options.dryRun()) {
            tell(needed.repair(store.restoring()), needed, where);
          } else {
            tell(needed.look(store.restoring()), needed, where);
          }
        });
  }

  /** That a manifest is missing was told when it could not be read. */
  private void tell(Repair repair, Mark.Needed needed, String where) {
    switch (repair) {
      case SOUND -> {}
      case LINKED ->
          problems.add(
              new Problem(
                  Problem.Kind.LINK_REPAIRED, where, "its link said nothing, and is written"));
      case RESTORED ->
          problems.add(
              new Problem(Problem.Kind.BYTES_RESTORED, where, "its bytes were in the trash"));
      case DELETED ->
          problems.add(
              new Problem(
                  Problem.Kind.BLOB_DELETED,
                  where,
                  "a client deleted it by name, and a manifest needs it; push it again, or let"
                      + " lading scrub --repair link it"));
      case MISSING -> {
        if (!needed.isManifest()) {
          problems.add(new Problem(Problem.Kind.BLOB_MISSING, where, "nobody has its bytes"));
        }
      }
    }
  }

  /**
   * What came of that.
   *
   * @param trash how many things were purged
   */
  private record Tidied(long trash, Report.Uploads uploads) {
    private static final Tidied NOTHING = new Tidied(0, Report.Uploads.NONE);
  }

  /** What has to be done after a sweep, or none. */
  private Tidied tidy() {
    Report.Uploads uploads =
        parts.settings().uploads().map(this::endUploads).orElse(Report.Uploads.NONE);
    if (options.dryRun()) {
      return new Tidied(0, uploads);
    }
    upkeep("forgetting old claims", store.removals()::forgetAllClaims);
    return new Tidied(purgeTrash(), uploads);
  }

  private Report.Uploads endUploads(Duration age) {
    List<AbandonedUploads.Purged> ended = new ArrayList<>();
    upkeep(
        "looking for abandoned uploads",
        () -> ended.add(store.abandonedUploads().purge(age, options.dryRun())));
    if (ended.stream().anyMatch(purged -> purged.failures() > 0)) {
      problems.add(
          new Problem(
              Problem.Kind.UPKEEP_FAILED,
              "ending abandoned uploads",
              ended.getFirst().failures() + " cannot be read or removed; the log tells more"));
    }
    return ended.stream()
        .findFirst()
        .map(each -> new Report.Uploads(each.sessions(), each.bytes(), each.unfinished()))
        .orElse(Report.Uploads.NONE);
  }

  private long purgeTrash() {
    List<Trash.Kept> old = new ArrayList<>();
    upkeep("looking for old trash", () -> old.addAll(oldTrash()));
    List<Trash.Kept> purged = new ArrayList<>();
    old.forEach(
        kept ->
            upkeep(
                "purging trash",
                () -> {
                  store.trash().purge(kept);
                  purged.add(kept);
                }));
    return purged.size();
  }

  private List<Trash.Kept> oldTrash() {
    Instant before = store.clock().now().minus(parts.settings().trashFor());
    return store.trash().list().filter(kept -> kept.since().isBefore(before)).toList();
  }

  /** Does what the run can do without. */
  private void upkeep(String what, Runnable work) {
    try {
      work.run();
    } catch (StorageException | ContentException e) {
      LOG.warn("gc run={} failed at {}", run.number(), what, e);
      problems.add(
          new Problem(Problem.Kind.UPKEEP_FAILED, what, "the store failed; the log tells more"));
    }
  }

  private long now() {
    return parts.surroundings().nanoTime().getAsLong();
  }
}
