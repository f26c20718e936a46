package dev.lading.gc;

import dev.lading.content.claim.Runs.Run;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Removals;
import dev.lading.content.store.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One run, from its mark to its report. Used once, by one thread. */
final class Session {
  private final Parts parts;
  private final Collecting store;
  private final Run run;
  private final Collector.Options options;
  private final Problems problems;
  private final Stopping stopping;

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
    this.problems = new Problems(run.number());
    this.stopping =
        new Stopping(
            parts.heart(),
            parts.watch(),
            parts.surroundings().nanoTime(),
            new Stopping.Limits(options.atMost(), store.terms().grace()));
  }

  Report conduct(Progress progress) {
    if (!options.dryRun()) {
      problems.attempt("dropping marks of killed runs", store.marks()::dropVoid);
      problems.attempt("dropping holds of killed processes", store.holds()::dropDead);
    }
    Marked marked = mark(progress);
    problems.addAll(marked.problems());
    Planned planned = plan(marked);
    Mending mending = new Mending(store.restoring(), options.dryRun(), problems);
    marked.missing().forEach(mending::mend);
    Sweep.How how = how(progress);
    List<Report.GoneTag> tags = removeTags(planned, marked, how.pace());
    Sweep sweep = new Sweep(planned.plan(), how);
    sweep.run();
    problems.addAll(sweep.problems());
    return report(marked, tags, planned.plan(), sweep, tidy());
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
    Instant ended = store.clock().now(); // before the claims are read
    Since.Notes notes = notes(marked, ended);
    Plan.Terms terms =
        new Plan.Terms(run.began(), ended, store.terms(), parts.earliest(), options.now());
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

  private Since.Notes notes(Marked marked, Instant ended) {
    return new Since.Notes(
        Since.last(store.driver()),
        new Since.Moments(run.began(), ended, store.terms()),
        store.removals().lastClaims(marked.claimable()));
  }

  private Removals.Outcome removal(Doomed doomed) {
    return options.dryRun()
        ? store.removals().look(doomed, run)
        : store.removals().remove(doomed, run, parts.settings().keepsTrash());
  }

  private Sweep.How how(Progress progress) {
    return new Sweep.How(
        this::removal,
        stopping::reason,
        new Pace(
            options.dryRun() ? 0 : parts.settings().removalsPerSecond(),
            parts.surroundings().nanoTime(),
            parts.surroundings().pause()),
        parts.settings().workers(),
        parts.surroundings().nanoTime(),
        progress);
  }

  /** A tag that does not go keeps what it names. */
  private List<Report.GoneTag> removeTags(Planned planned, Marked marked, Pace pace) {
    TagSweep sweep = new TagSweep(parts.tags(), this::removal, pace, stopping, problems);
    List<Report.GoneTag> gone = new ArrayList<>();
    for (Mark.GoingTag each : marked.going()) {
      if (planned.tags().contains(each) && sweep.isGone(each)) {
        gone.add(new Report.GoneTag(each.repository(), each.tag(), each.target(), each.reason()));
      } else {
        planned.plan().keep(marked.numbers().of(each.target()));
      }
    }
    return gone;
  }

  private Tidying.Tidied tidy() {
    return stopping.isClockTrusted(problems)
        ? new Tidying(store, parts.settings(), options.dryRun(), problems).tidy()
        : Tidying.Tidied.NOTHING;
  }

  private Report report(
      Marked marked, List<Report.GoneTag> tags, Plan plan, Sweep sweep, Tidying.Tidied tidied) {
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
        problems.list());
  }
}
