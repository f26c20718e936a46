package dev.lading.server.gc;

import dev.lading.content.claim.Pause;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.ContentStore;
import dev.lading.gc.Collector;
import dev.lading.gc.Progress;
import dev.lading.gc.Retention;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector of one process, and what it is doing: whoever asks for a run asks here, be it the
 * schedule or a command. Safe for any number of threads.
 */
public final class GcService {
  private static final Logger LOG = LoggerFactory.getLogger(GcService.class);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);
  private final Collecting store;
  private final Collector collector;
  private final GcSettings settings;
  private final Surroundings surroundings;
  private final AtomicReference<Optional<Activity>> activity =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Failure>> failure =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Instant>> next = new AtomicReference<>(Optional.empty());

  /**
   * What the settings do not say.
   *
   * @param pulls who knows what was pulled
   * @param signatures who knows what is signed
   * @param uploads after how long runs end uploads that nobody adds to; empty for never
   * @param clock with the zone that schedules are read in
   * @param readOnly whether nothing may be removed
   */
  public record Surroundings(
      Retention.Pulls pulls,
      Retention.Signatures signatures,
      Optional<Duration> uploads,
      Clock clock,
      LongSupplier nanoTime,
      Pause pause,
      boolean readOnly) {
    /** Uploads are somebody else's. */
    public Surroundings(
        Retention.Pulls pulls,
        Retention.Signatures signatures,
        Clock clock,
        LongSupplier nanoTime,
        Pause pause,
        boolean readOnly) {
      this(pulls, signatures, Optional.empty(), clock, nanoTime, pause, readOnly);
    }
  }

  /**
   * A run under way.
   *
   * @param since by this process's clock
   */
  public record Activity(Instant since, Collector.Options options, Stage stage) {}

  /**
   * A run that came to no report.
   *
   * @param at when, by this process's clock
   * @param what for those who read
   */
  record Failure(Instant at, String what) {}

  /**
   * Asks the store for its time; a process that was just started only marks for one grace from now
   * on.
   *
   * @throws dev.lading.storage.StorageException when the store cannot be asked
   */
  public GcService(ContentStore content, GcSettings settings, Surroundings surroundings) {
    this.store = content.collecting();
    this.settings = settings;
    this.surroundings = surroundings;
    this.collector =
        new Collector(
            content,
            settings.collector(
                surroundings.pulls(), surroundings.signatures(), surroundings.uploads()),
            new Collector.Surroundings(surroundings.nanoTime(), surroundings.pause()));
  }

  /**
   * Tells other processes by which terms this one writes, before its first claim and then again and
   * again; one that writes nothing tells nothing.
   *
   * @return after how long to tell it again; empty for never
   */
  public Optional<Duration> declareTerms() {
    return surroundings.readOnly() ? Optional.empty() : collector.declareTerms();
  }

  GcSettings settings() {
    return settings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** For everything but runs. */
  Collector collector() {
    return collector;
  }

  /**
   * Runs once, on this thread; the log is told how far it is.
   *
   * @param watcher told as well; must not fail or wait
   * @throws dev.lading.storage.StorageException as {@link Collector#run}
   */
  Collector.Result run(Collector.Options options, Consumer<Stage> watcher) {
    Watch watch = new Watch(options, watcher);
    if (!collector.isRunning()) {
      watch.begin();
    }
    try {
      return collector.run(options, watch);
    } finally {
      watch.end();
    }
  }

  /** The run of this process that goes on. */
  Optional<Activity> activity() {
    return activity.get();
  }

  /** When the schedule runs next; empty without one. */
  Optional<Instant> next() {
    return next.get();
  }

  void expectNext(Instant due) {
    next.set(Optional.of(due));
  }

  /** Deletes when manifests were pulled that are gone. */
  void forgetPullsOfGone() {
    LastPulls.forgetGone(store.driver(), store.inventory());
  }

  /** When the last run that collects began, by the store's time, whichever process it was of. */
  Optional<Instant> lastBegan() {
    return store.runs().lastThatCollects();
  }

  /** Until when this process only takes note, by its clock; empty when it removes as well. */
  Optional<Instant> takesNoteUntil() {
    return collector.takesNoteFor().map(left -> surroundings.clock().instant().plus(left));
  }

  /** How the last run of the schedule failed; empty when it did not. */
  Optional<Failure> failure() {
    return failure.get();
  }

  void failed(String what) {
    failure.set(Optional.of(new Failure(surroundings.clock().instant(), what)));
  }

  void succeeded() {
    failure.set(Optional.empty());
  }

  /** Used by one thread at a time. */
  private final class Watch implements Progress {
    private final Collector.Options options;
    private final Consumer<Stage> watcher;
    private final Instant since = surroundings.clock().instant();
    private Instant lastLine = since;
    private boolean isShown;

    Watch(Collector.Options options, Consumer<Stage> watcher) {
      this.options = options;
      this.watcher = watcher;
    }

    @Override
    public void marked(int repositories, int manifests, int blobs) {
      told(new Stage.Marking(repositories, manifests, blobs));
    }

    @Override
    public void swept(long done, long total, Optional<Duration> left) {
      told(new Stage.Sweeping(done, total, left));
    }

    void begin() {
      show(new Stage.Marking(0, 0, 0));
    }

    /** Where there was nothing to show, what is shown is of another run. */
    void end() {
      if (isShown) {
        activity.set(Optional.empty());
      }
    }

    private void show(Stage stage) {
      isShown = true;
      activity.set(Optional.of(new Activity(since, options, stage)));
    }

    private void told(Stage stage) {
      show(stage);
      watcher.accept(stage);
      Instant now = surroundings.clock().instant();
      if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
        LOG.info("gc {}", stage);
        lastLine = now;
      }
    }
  }
}
