package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.claim.RunNumber;
import dev.lading.content.claim.Runs.Run;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.StoreFormat;
import dev.lading.content.store.Tags;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what nothing in a store needs, while everybody pushes and pulls. One run at a time over
 * all processes; a run that dies leaves nothing that the next one does not take up. Safe for any
 * number of threads.
 *
 * <p>A run marks, and notes what it found unreachable; it removes what a mark found so that ended
 * at least a grace before it began. A process that was just started only marks, for one grace.
 */
public final class Collector {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  private final Collecting store;
  private final Tags tags;
  private final Settings settings;
  private final Surroundings surroundings;
  private final ClockWatch watch;
  private final long started;
  private final Reports reports;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /**
   * What is configured.
   *
   * @param untagged how long untagged manifests stay; empty for ever
   * @param keepsTrash whether what is removed can be brought back
   * @param trashFor for how long
   * @param retention which tags go
   * @param uploads upload sessions end that nobody has added to for so long; empty for never
   * @param workers how many things are removed at once
   * @param removalsPerSecond 0 for as many as can be
   */
  public record Settings(
      Optional<Duration> untagged,
      boolean keepsTrash,
      Duration trashFor,
      Retention retention,
      Optional<Duration> uploads,
      int workers,
      int removalsPerSecond) {
    /** Untagged manifests, tags and uploads stay; trash as it is told, for a week. */
    public static Settings of(boolean keepsTrash) {
      return new Settings(
          Optional.empty(), keepsTrash, Duration.ofDays(7), Retention.NONE, Optional.empty(), 4, 0);
    }
  }

  /** Where time comes from. */
  public record Surroundings(LongSupplier nanoTime, Pause pause) {}

  /**
   * What one run is to do.
   *
   * @param dryRun decide as a run does, and remove nothing
   * @param now remove also what is unreachable for the first time, and in a process that was just
   *     started; never what somebody has claimed within the grace
   * @param atMost how long it may go on; empty for as long as it takes
   */
  public record Options(boolean dryRun, boolean now, Optional<Duration> atMost) {
    public static final Options SCHEDULED = new Options(false, false, Optional.empty());
    public static final Options NOW = new Options(false, true, Optional.empty());

    /** The same, and it only looks. */
    public Options dry() {
      return new Options(true, now, atMost);
    }
  }

  /** What came of asking for a run. */
  public sealed interface Result {
    record Done(Report report) implements Result {}

    /** Another one goes on, here or in another process; which one may not be known. */
    record Busy(Optional<RunNumber> other) implements Result {}

    /** Another process writes by other terms, or did: nothing may be removed. */
    record OtherTerms(GcTerms theirs, GcTerms ours) implements Result {}
  }

  /**
   * Asks the store for its time, which is watched from now on.
   *
   * @throws StorageException when it does not tell
   */
  public Collector(ContentStore content, Settings settings, Surroundings surroundings) {
    this.store = content.collecting();
    this.tags = content.tags();
    this.settings = settings;
    this.surroundings = surroundings;
    this.watch = new ClockWatch(store.clock(), surroundings.nanoTime(), store.terms());
    this.started = surroundings.nanoTime().getAsLong();
    this.reports = new Reports(store.driver());
    watch.hasStepped();
  }

  /**
   * Runs once, on this thread. What is wrong with single things is in the report.
   *
   * @throws StorageException when the store cannot be listed, or is gone; the next run takes up
   *     what this one leaves
   */
  public Result run(Options options, Progress progress) {
    if (options.dryRun()) {
      return collect(options, progress);
    }
    StoreFormat.requireWrittenClaims(store.driver());
    return otherTerms()
        .<Result>map(theirs -> new Result.OtherTerms(theirs, store.terms()))
        .orElseGet(() -> collect(options, progress));
  }

  /** Terms that another process goes by, or did not long ago: this one removes nothing then. */
  public Optional<GcTerms> otherTerms() {
    return store.isShared()
        ? store.declaredTerms().others().stream().findFirst()
        : Optional.empty();
  }

  /**
   * Tells other processes by which terms this one writes.
   *
   * @return after how long to tell it again; empty where there are none
   */
  public Optional<Duration> declareTerms() {
    return store.isShared() ? Optional.of(store.declaredTerms().declare()) : Optional.empty();
  }

  private Result collect(Options options, Progress progress) {
    return alone(() -> begin().map(run -> end(run, options, progress)))
        .flatMap(report -> report)
        .<Result>map(Result.Done::new)
        .orElseGet(() -> new Result.Busy(store.runs().last()));
  }

  /**
   * Brings back what a run removed and is still in the trash.
   *
   * @return empty while a run goes on in this process
   */
  public Optional<Undo.Undone> undo(RunNumber run) {
    return alone(() -> new Undo(store).undo(run));
  }

  /** The last run of which {@link #undo} can bring something back. */
  public Optional<RunNumber> lastUndoable() {
    return store.trash().lastRun();
  }

  /**
   * Deletes claims that no run can need any more, as each run does; for a process that never runs.
   * Does nothing when the clock cannot be believed.
   *
   * @throws StorageException when the store cannot be listed
   */
  public void forgetOldClaims() {
    if (!watch.hasStepped()) {
      Since.forgetBefore(store.driver(), store.clock().now().minus(store.terms().claimLife()));
      store.removals().forgetAllClaims();
    }
  }

  /** What keeps a digest, or when it goes. Reads the whole store. */
  public Explanation explain(Digest digest) {
    return new Explain(store, settings).explain(digest);
  }

  /** How much each repository holds. Reads the whole store. */
  public List<DiskUse> diskUse() {
    return DiskUse.of(store.inventory());
  }

  /** A look whether the store is whole. */
  public Scrub scrub(Scrub.Options options) {
    return new Scrub(
        new Scrub.Parts(store, surroundings, settings.keepsTrash(), this::asRun), options);
  }

  public Reports reports() {
    return reports;
  }

  /** How long this process only takes note yet, as it was just started; empty when it does not. */
  public Optional<Duration> takesNoteFor() {
    return Optional.of(store.terms().grace().minus(age())).filter(Duration::isPositive);
  }

  /** Whether a run of this process goes on. */
  public boolean isRunning() {
    return oneAtATime.isLocked();
  }

  private <T> Optional<T> alone(Supplier<T> work) {
    if (!oneAtATime.tryLock()) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Empty when another run goes on, or nobody can tell how old is too old. */
  private Optional<Run> asRun(Consumer<Run> work) {
    if (watch.hasStepped() || otherTerms().isPresent()) {
      return Optional.empty();
    }
    StoreFormat.requireWrittenClaims(store.driver());
    return alone(() -> begin().map(run -> during(run, work))).flatMap(run -> run);
  }

  private Run during(Run run, Consumer<Run> work) {
    store.runs().setAside(run.number());
    try (Heart _ = Heart.of(store, run.number())) {
      work.accept(run);
      store.runs().end(run.number());
      return run;
    }
  }

  /** Empty when a run of another process goes on. */
  private Optional<Run> begin() {
    boolean isFree =
        !store.isShared()
            || store
                .runs()
                .last()
                .filter(last -> store.runs().isUnderWay(last, store.clock().now(), silence()))
                .isEmpty();
    return isFree ? store.runs().begin() : Optional.empty();
  }

  /** After so long without a sign a run of another process counts as dead. */
  private Duration silence() {
    return store.terms().slack();
  }

  private Report end(Run run, Options options, Progress progress) {
    LOG.info("gc run={} begins dryRun={} now={}", run.number(), options.dryRun(), options.now());
    if (options.dryRun()) {
      store.runs().setAside(run.number());
    }
    try (Heart heart = Heart.of(store, run.number())) {
      Session session =
          new Session(
              new Session.Parts(
                  store, tags, settings, surroundings, watch, heart, remainingWait(run)),
              run,
              options);
      Report report = session.conduct(progress);
      reports.write(report);
      store.runs().end(run.number());
      log(report);
      return report;
    }
  }

  /** Until when a process that was just started only marks, by the store's time. */
  private Instant remainingWait(Run run) {
    return run.began().plus(store.terms().grace().minus(age()));
  }

  private Duration age() {
    return Duration.ofNanos(surroundings.nanoTime().getAsLong() - started);
  }

  private static void log(Report report) {
    report
        .problems()
        .forEach(
            problem ->
                LOG.warn(
                    "gc run={} problem={} where={} what=\"{}\"",
                    report.run(),
                    problem.kind(),
                    problem.where(),
                    problem.what()));
    LOG.info(
        "gc run={} ends repositories={} manifests={} blobs={} removed={} freedBytes={} claimed={}"
            + " waiting={} problems={}",
        report.run(),
        report.marked().repositories(),
        report.marked().manifests(),
        report.marked().blobs(),
        report.removed().size(),
        report.freedBytes(),
        report.claimed(),
        report.waiting().size(),
        report.problems().size());
  }
}
