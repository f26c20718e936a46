package dev.lading.gc;

import dev.lading.content.ContentException;
import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.Digest;
import dev.lading.content.claim.Holds;
import dev.lading.content.claim.Runs.Run;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Removals.Outcome;
import dev.lading.content.store.Restoring.Repair;
import dev.lading.gc.Finding.Kind;
import dev.lading.gc.Finding.State;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
      drop(compared.useless());
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
  private record Compared(Marked marked, LinkLook links, List<Doomed.Link> useless) {}

  /** Empty when it was stopped. */
  private Optional<Compared> compare(Instant began, Mark mark, BooleanSupplier stop) {
    try (Holds.Hold hold = hold()) {
      Runnable alive = () -> goOn(hold, stop);
      LinkLook links = new LinkLook(store.inventory(), mark, findings, alive);
      Marked marked = links.look();
      marked.problems().forEach(this::note);
      List<Doomed.Link> useless = new ArrayList<>();
      links.dangling().forEach(tag -> closely(where(tag), () -> look(tag, useless)));
      relinkAll(links.torn());
      marked.missing().forEach(each -> closely(where(each), () -> mend(each)));
      useless.addAll(useless(marked, began));
      alive.run();
      return Optional.of(new Compared(marked, links, useless));
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

  /** A tag goes when nobody has the bytes that it names: pushing them again sets it anew. */
  private void look(Doomed.Link.Tagged tag, List<Doomed.Link> useless) {
    if (store.inventory().holds(tag.repository(), tag.named())) {
      return;
    }
    findings.add(Kind.TAG_DANGLING, where(tag), "names " + tag.named() + ", which is not here");
    if (isNowhere(tag.named())) {
      useless.add(tag);
    }
  }

  /** Over and over, as long as that mends any: indexes need their children. */
  private void relinkAll(List<Doomed.Link> torn) {
    List<Doomed.Link> left = options.repair() ? torn : List.of();
    int before;
    do {
      before = left.size();
      left = left.stream().filter(link -> !isRelinked(link)).toList();
    } while (!left.isEmpty() && left.size() < before);
  }

  private boolean isRelinked(Doomed.Link link) {
    String where = link.key().path();
    try {
      boolean isMended = store.inventory().hasData(link.named()) && store.restoring().relink(link);
      if (isMended) {
        findings.note(where, State.REPAIRED);
      }
      return isMended;
    } catch (StorageException | ContentException e) {
      LOG.warn("link cannot be written anew key={}", where, e);
      findings.note(where, State.FAILED);
      return false;
    }
  }

  private void mend(Mark.Needed needed) {
    String where = where(needed);
    switch (needed.look(store.restoring())) {
      case SOUND -> {}
      case LINKED, DELETED -> {
        Doomed.Link link = new Doomed.Link.Layer(needed.repository(), needed.digest());
        findings.add(Kind.LINK_MISSING, where(link), "a manifest needs it");
        repair(where(link), () -> store.restoring().relink(link));
      }
      case RESTORED -> {
        findings.add(missing(needed), where, "its bytes are in the trash");
        repair(where, () -> isMended(needed));
      }
      case MISSING -> findings.add(missing(needed), where, "nobody has its bytes");
    }
  }

  private static String where(Doomed.Link link) {
    return switch (link) {
      case Doomed.Link.Tagged(var name, var tag, var _) -> name + ":" + tag;
      case Doomed.Link.Layer _, Doomed.Link.Revision _, Doomed.Link.TagHistory _ ->
          link.key().path();
    };
  }

  private static String where(Mark.Needed needed) {
    return needed.repository() + "@" + needed.digest();
  }

  private static Kind missing(Mark.Needed needed) {
    return needed.isManifest() ? Kind.MANIFEST_MISSING : Kind.BLOB_MISSING;
  }

  private boolean isMended(Mark.Needed needed) {
    return needed.repair(store.restoring()) != Repair.MISSING;
  }

  private void repair(String where, BooleanSupplier repair) {
    if (!options.repair()) {
      return;
    }
    try {
      findings.note(where, repair.getAsBoolean() ? State.REPAIRED : State.FAILED);
    } catch (StorageException | ContentException e) {
      LOG.warn("repair failed where={}", where, e);
      findings.note(where, State.FAILED);
    }
  }

  /** Links to nothing that nothing names, older than any push that goes on. */
  private List<Doomed.Link> useless(Marked marked, Instant now) {
    Instant old = now.minus(store.terms().grace());
    List<Doomed.Link> useless = new ArrayList<>();
    for (int target : marked.garbage().targets()) {
      for (Garbage.Piece piece : marked.garbage().pieces(target)) {
        boolean mayBe = !marked.stored().has(target) && piece.since().isBefore(old);
        String where = piece.link().key().path();
        closely(
            where,
            () -> {
              if (mayBe && isNowhere(marked.numbers().digest(target))) {
                findings.add(kind(piece.link()), where, "leads to bytes that are gone");
                useless.add(piece.link());
              }
            });
      }
    }
    return useless;
  }

  /** Neither stored nor in the trash. */
  private boolean isNowhere(Digest digest) {
    return store.restoring().lookAtManifest(digest) == Repair.MISSING;
  }

  private static Kind kind(Doomed.Link link) {
    return switch (link) {
      case Doomed.Link.Layer _, Doomed.Link.Revision _ -> Kind.LINK_USELESS;
      case Doomed.Link.Tagged _ -> Kind.TAG_DANGLING;
      case Doomed.Link.TagHistory _ -> Kind.HISTORY_DANGLING;
    };
  }

  private void drop(List<Doomed.Link> useless) {
    if (!useless.isEmpty()
        && parts.asRun().apply(run -> useless.forEach(link -> drop(link, run))).isEmpty()) {
      LOG.info("useless links stay: a run of the collector goes on");
    }
  }

  private void drop(Doomed.Link link, Run run) {
    Doomed doomed = new Doomed(link.named(), Set.of(link.named()), List.of(link), false);
    repair(
        where(link),
        () -> store.removals().remove(doomed, run, parts.keepsTrash()) == Outcome.REMOVED);
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
