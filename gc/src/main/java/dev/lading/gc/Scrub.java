package dev.lading.gc;

import dev.lading.content.ContentException;
import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.claim.Holds;
import dev.lading.content.claim.Runs.Run;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.Doomed;
import dev.lading.gc.Finding.Kind;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a store is whole: every link, what manifests and tags name, and every byte. Repairs
 * what it can when asked: brings bytes back from the trash, writes links anew that a manifest or
 * their own name proves, and drops what is proven useless. Bytes that are damaged stay where they
 * are.
 *
 * <p>While links are compared with what is there it holds the store, so that no collector takes one
 * of two away; not during the hours in which bytes are read, where what goes is passed over. What
 * is dropped is dropped as a run of the collector does it, claims and all. Used once.
 */
public final class Scrub {
  private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private final Parts parts;
  private final Collecting store;
  private final Options options;
  private final Findings findings = new Findings();
  private final LinkRepair repair;
  private final UselessLinks useless;

  /**
   * What it works with.
   *
   * @param asRun does something as a run of the collector; empty when another one goes on
   */
  record Parts(
      Collecting store,
      Collector.Surroundings surroundings,
      boolean keepsTrash,
      Function<Consumer<Run>, Optional<Run>> asRun) {}

  /**
   * What one scrub is to do.
   *
   * @param bytesPerSecond how much it reads at most; 0 for as much as it can
   * @param workers how many blobs it reads at once
   */
  public record Options(boolean repair, long bytesPerSecond, int workers) {}

  /** Told how far it is, by one thread at a time; must not fail or wait. */
  public interface Watcher {
    /** How much was looked at so far. */
    void marked(int repositories, int manifests, int blobs);

    /**
     * How much was read so far.
     *
     * @param ofBytes of how many bytes
     * @param left about how long the rest takes; empty when nobody can tell yet
     */
    void verified(long blobs, long bytes, long ofBytes, Optional<Duration> left);
  }

  Scrub(Parts parts, Options options) {
    this.parts = parts;
    this.store = parts.store();
    this.options = options;
    this.repair = new LinkRepair(store, options.repair(), findings);
    this.useless = new UselessLinks(store, findings);
  }

  /**
   * Goes over the store once, on this thread and as many as it is told.
   *
   * @param stop asked again and again; true to end, with a report of what was seen so far
   * @throws StoreBusy when a collector's removals do not come to an end
   * @throws StorageException when the store cannot be listed
   */
  public ScrubReport run(Watcher watcher, BooleanSupplier stop) {
    Instant began = store.clock().now();
    ScrubReport report =
        compare(began, mark(began, watcher), stop)
            .map(compared -> read(began, compared, how(watcher, stop)))
            .orElseGet(() -> report(began, false, new Report.Marked(0, 0, 0), 0, 0));
    log(report);
    return report;
  }

  private ScrubReport read(Instant began, Compared compared, ByteCheck.How how) {
    if (options.repair()) {
      drop();
    }
    ByteCheck bytes = new ByteCheck(compared.marked(), compared.links(), how);
    boolean isComplete = bytes.run();
    return report(began, isComplete, compared.marked().counts(), bytes.blobs(), bytes.bytes());
  }

  private ScrubReport report(
      Instant began, boolean isComplete, Report.Marked marked, long blobs, long bytes) {
    return new ScrubReport(
        began,
        store.clock().now(),
        options.repair(),
        isComplete,
        marked,
        blobs,
        bytes,
        findings.list());
  }

  /** One that keeps all that anybody could mean to keep. */
  private Mark mark(Instant began, Watcher watcher) {
    Mark.Terms all = new Mark.Terms(Optional.empty(), began, (_, _) -> List.of());
    return new Mark(
        store.inventory(),
        all,
        new Progress() {
          @Override
          public void marked(int repositories, int manifests, int blobs) {
            watcher.marked(repositories, manifests, blobs);
          }

          @Override
          public void swept(long done, long total, Optional<Duration> left) {}
        });
  }

  private ByteCheck.How how(Watcher watcher, BooleanSupplier stop) {
    Collector.Surroundings surroundings = parts.surroundings();
    return new ByteCheck.How(
        store.verifying(),
        new ByteRate(options.bytesPerSecond(), surroundings.nanoTime(), surroundings.pause()),
        options.workers(),
        stop,
        surroundings.nanoTime(),
        watcher,
        findings);
  }

  /** What a look at everything but bytes came to. */
  private record Compared(Marked marked, LinkLook links) {}

  /** Empty when it was stopped. */
  private Optional<Compared> compare(Instant began, Mark mark, BooleanSupplier stop) {
    try (Holds.Hold hold = hold()) {
      Runnable alive = () -> goOn(hold, stop);
      LinkLook links = new LinkLook(store.inventory(), mark, findings, alive);
      Marked marked = links.look();
      marked.problems().forEach(this::note);
      links.dangling().forEach(tag -> closely(LinkRepair.where(tag), () -> useless.look(tag)));
      repair.relinkAll(links.torn());
      marked.missing().forEach(each -> closely(LinkRepair.where(each), () -> repair.mend(each)));
      findUseless(marked, began);
      alive.run();
      return Optional.of(new Compared(marked, links));
    } catch (Stopped _) {
      return Optional.empty();
    }
  }

  /** Ends a look in the middle of a listing. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("somebody asked a scrub to stop");
    }
  }

  private static void goOn(Holds.Hold hold, BooleanSupplier stop) {
    if (stop.getAsBoolean()) {
      throw new Stopped();
    }
    if (!hold.goOn()) {
      throw new StoreBusy("this process was stopped for longer than a hold lives");
    }
  }

  /** What the store does not tell about one thing says nothing of others. */
  private void closely(String where, Runnable look) {
    try {
      look.run();
    } catch (StorageException | ContentException e) {
      LOG.warn("scrub cannot look where={}", where, e);
      findings.add(Kind.LINK_FAILED, where, String.valueOf(e.getMessage()));
    }
  }

  private Holds.Hold hold() {
    return store
        .holds()
        .take("scrub", store.terms().markLife().plus(PATIENCE))
        .orElseThrow(() -> new StoreBusy("a collector is removing things"));
  }

  /** What was found by a closer look is told by that. */
  private void note(Problem problem) {
    Optional<Kind> kind =
        switch (problem.kind()) {
          case LINK_UNREADABLE -> Optional.of(Kind.LINK_UNREADABLE);
          case LINK_FAILED -> Optional.of(Kind.LINK_FAILED);
          case MANIFEST_UNREADABLE -> Optional.of(Kind.MANIFEST_UNREADABLE);
          case MANIFEST_MISSING -> Optional.of(Kind.MANIFEST_MISSING);
          case CHILD_MISSING -> Optional.of(Kind.CHILD_MISSING);
          case NOT_UNDERSTOOD, LITTER -> Optional.of(Kind.NOT_UNDERSTOOD);
          case TAG_DANGLING,
              BLOB_MISSING,
              BLOB_DELETED,
              LINK_REPAIRED,
              BYTES_RESTORED,
              REMOVAL_FAILED,
              UPKEEP_FAILED,
              CLOCK_STEPPED,
              HELD,
              LEASE_LOST,
              OUT_OF_TIME ->
              Optional.empty();
        };
    kind.ifPresent(each -> findings.add(each, problem.where(), problem.what()));
  }

  private void findUseless(Marked marked, Instant now) {
    for (int target : marked.garbage().targets()) {
      for (Doomed.Link link : useless.suspects(marked, target, now)) {
        closely(link.key().path(), () -> useless.look(link, marked.numbers().digest(target)));
      }
    }
  }

  private void drop() {
    if (!useless.isEmpty()
        && parts.asRun().apply(run -> useless.drop(run, parts.keepsTrash(), repair)).isEmpty()) {
      LOG.info("useless links stay: a run of the collector goes on");
    }
  }

  private static void log(ScrubReport report) {
    report
        .findings()
        .forEach(
            finding ->
                LOG.warn(
                    "scrub finding={} state={} where={} what=\"{}\"",
                    finding.kind(),
                    finding.state(),
                    finding.where(),
                    finding.what()));
    LOG.info(
        "scrub ends complete={} blobs={} bytes={} findings={}",
        report.isComplete(),
        report.blobs(),
        report.bytes(),
        report.findings().size());
  }
}
