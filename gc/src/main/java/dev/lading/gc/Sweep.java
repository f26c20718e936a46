package dev.lading.gc;

import dev.lading.content.store.Doomed;
import dev.lading.content.store.Removals.Outcome;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a plan says, step by step, several things of a step at once. What stays keeps what
 * hangs on it. Used once, by one thread.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  static final Problem HELD =
      new Problem(Problem.Kind.HELD, "run", "somebody goes over all of the store");
  static final Problem RUN_OVER =
      new Problem(Problem.Kind.OUT_OF_TIME, "run", "it took longer than a run may");
  private final Plan plan;
  private final How how;
  private final List<Report.Removed> removed = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private long claimed;
  private long done;

  /**
   * How it is done.
   *
   * @param removal removes one thing, or only looks what would come of it
   * @param stop why nothing more may be removed; asked before each thing
   * @param pace waited for before each thing
   * @param workers how many things are removed at once
   */
  record How(
      Function<Doomed, Outcome> removal,
      Supplier<Optional<Problem>> stop,
      Pace pace,
      int workers,
      LongSupplier nanoTime,
      Progress progress) {}

  Sweep(Plan plan, How how) {
    this.plan = plan;
    this.how = how;
  }

  List<Report.Removed> removed() {
    return removed;
  }

  List<Problem> problems() {
    return problems;
  }

  /** How many things stayed because somebody relies on them, or on what keeps them. */
  long claimed() {
    return claimed;
  }

  /** Goes on to the end of the plan, or until it has to stop. */
  void run() {
    long began = how.nanoTime().getAsLong();
    for (List<Plan.Item> step : plan.steps()) {
      for (int from = 0; from < step.size(); from += how.workers()) {
        List<Plan.Item> some = step.subList(from, Math.min(step.size(), from + how.workers()));
        if (!isDone(some)) {
          return;
        }
        done += some.size();
        how.progress().swept(done, plan.size(), left(began));
      }
    }
  }

  /** What one removal came to; empty when it failed. */
  private record Ended(Plan.Item item, Optional<Outcome> outcome) {}

  /** False when nothing more may be removed. */
  private boolean isDone(List<Plan.Item> some) {
    Optional<Problem> reason = how.stop().get();
    if (reason.isPresent()) {
      problems.add(reason.get());
      return false;
    }
    List<Supplier<Ended>> removals = new ArrayList<>();
    for (Plan.Item item : some) {
      if (plan.stays(item.number())) {
        claimed++;
      } else {
        how.pace().await();
        removals.add(() -> remove(item));
      }
    }
    return Parallel.run(removals, how.workers(), "removing what nobody needs").stream()
        .map(this::note)
        .reduce(true, Boolean::logicalAnd);
  }

  private Ended remove(Plan.Item item) {
    try {
      return new Ended(item, Optional.of(how.removal().apply(item.doomed())));
    } catch (StorageException e) {
      LOG.warn("removal failed digest={}", item.doomed().digest(), e);
      return new Ended(item, Optional.empty());
    }
  }

  private boolean note(Ended ended) {
    Plan.Item item = ended.item();
    if (ended.outcome().isEmpty()) {
      plan.keep(item.number());
      problems.add(failed(item, "the store failed; the log tells more"));
      return true;
    }
    switch (ended.outcome().get()) {
      case REMOVED -> removed.add(item.removed());
      case CLAIMED -> {
        claimed++;
        plan.keep(item.number());
      }
      case UNCONFIRMED -> {
        plan.keep(item.number());
        problems.add(failed(item, "the store did not confirm it in time"));
      }
      case HELD -> {
        plan.keep(item.number());
        problems.add(HELD);
        return false;
      }
      case RUN_OVER -> {
        problems.add(RUN_OVER);
        return false;
      }
    }
    return true;
  }

  private static Problem failed(Plan.Item item, String what) {
    return new Problem(Problem.Kind.REMOVAL_FAILED, item.doomed().digest().toString(), what);
  }

  private Optional<Duration> left(long began) {
    long took = how.nanoTime().getAsLong() - began;
    return Optional.of(Duration.ofNanos((long) ((double) took / done * (plan.size() - done))));
  }
}
