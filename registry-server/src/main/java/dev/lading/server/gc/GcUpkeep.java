package dev.lading.server.gc;

import dev.lading.gc.Collector;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the collector by its schedule, within its window. A run that is interrupted, or fails, harms
 * nothing: the next one takes up what it leaves.
 */
public final class GcUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(GcUpkeep.class);

  /** A clock may be set meanwhile, and a machine may sleep. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private static final Duration DAY = Duration.ofDays(1);

  private final GcService service;
  private final RandomGenerator random;

  public GcUpkeep(GcService service, RandomGenerator random) {
    this.service = service;
    this.random = random;
  }

  /**
   * Goes on until its thread is interrupted. Other processes are told again and again by which
   * terms this one writes. Once a day it deletes what is noted of pulls of manifests that are gone;
   * and without a schedule the claims that nobody can need any more, as pushes write them in any
   * case.
   *
   * @param background runs it on a thread of its own
   */
  public void begin(Executor background) {
    Optional<Schedule> schedule = service.settings().schedule();
    service.declareTerms().ifPresent(every -> background.execute(() -> declareTerms(every)));
    schedule.ifPresent(times -> background.execute(() -> repeat(times)));
    if (!service.surroundings().readOnly()) {
      background.execute(() -> tidyDaily(schedule.isEmpty()));
    }
  }

  private void declareTerms(Duration every) {
    try {
      Duration next = every;
      while (true) {
        Thread.sleep(next);
        next = declaredAgain().orElse(every);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Duration> declaredAgain() {
    try {
      return service.declareTerms();
    } catch (RuntimeException e) {
      LOG.warn("the terms of the collector cannot be declared again", e);
      return Optional.empty();
    }
  }

  private void tidyDaily(boolean forgetsClaims) {
    try {
      while (true) {
        Thread.sleep(Duration.ofNanos(random.nextLong(DAY.dividedBy(2).toNanos(), DAY.toNanos())));
        closely("notes of pulls of what is gone", service::forgetPullsOfGone);
        if (forgetsClaims) {
          closely("old claims", service.collector()::forgetOldClaims);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The edge of a thread that nobody waits for. */
  private static void closely(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be deleted; trying again in a day", what, e);
    }
  }

  private void repeat(Schedule schedule) {
    try {
      Optional<Instant> last = lastBegan();
      while (true) {
        ZonedDateTime scheduled = schedule.due(now(), last);
        await(scheduled);
        Optional<Instant> meanwhile = lastBegan().filter(run -> !run.isBefore(instant(scheduled)));
        last = meanwhile.isPresent() ? meanwhile : Optional.of(now().toInstant());
        if (meanwhile.isEmpty()) {
          collectOnce(schedule, last);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void collectOnce(Schedule schedule, Optional<Instant> began) throws InterruptedException {
    Optional<Throwable> failure = collect();
    if (Thread.interrupted()) {
      throw new InterruptedException("stopped");
    }
    failure.ifPresent(e -> LOG.error("gc failed, next={}", instant(schedule.due(now(), began)), e));
  }

  /**
   * The edge of a thread that nobody waits for: what fails is for the log, and it goes on, even
   * when there was not memory enough for this run.
   */
  private Optional<Throwable> collect() {
    Optional<RunWindow> window = service.settings().window();
    Optional<Duration> most = window.flatMap(hours -> hours.left(now()));
    if (window.isPresent() && most.isEmpty()) {
      LOG.info("gc waits for its window {}", window.get());
      return Optional.empty();
    }
    try {
      Collector.Result result = service.run(new Collector.Options(false, false, most), _ -> {});
      judge(result);
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      service.failed(e.toString());
      return Optional.of(e);
    }
  }

  private void judge(Collector.Result result) {
    service.succeeded();
    switch (result) {
      case Collector.Result.Done _ -> {}
      case Collector.Result.Busy _ -> LOG.info("gc leaves it to a run that goes on already");
      case Collector.Result.OtherTerms other -> {
        service.failed(GcTermsText.refusal(other));
        LOG.error("gc: {}", GcTermsText.refusal(other));
      }
    }
  }

  private Duration jitter() {
    Duration most = service.settings().jitter();
    return most.isZero() ? most : Duration.ofNanos(random.nextLong(most.toNanos()));
  }

  /** Until a moment that chance puts off a little, and a window that is shut until it opens. */
  private void await(ZonedDateTime scheduled) throws InterruptedException {
    ZonedDateTime late = scheduled.plus(jitter());
    ZonedDateTime due = service.settings().window().map(window -> window.open(late)).orElse(late);
    service.expectNext(instant(due));
    Duration left = Duration.between(now(), due);
    while (left.isPositive()) {
      Thread.sleep(left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP);
      left = Duration.between(now(), due);
    }
  }

  /**
   * Restarts do not put runs off, and do not add any; nor do other replicas, which have the same
   * schedule.
   */
  private Optional<Instant> lastBegan() {
    try {
      return service.lastBegan();
    } catch (RuntimeException e) {
      LOG.warn("gc cannot tell when the last run was", e);
      return Optional.empty();
    }
  }

  private static Instant instant(ZonedDateTime time) {
    return time.toInstant();
  }

  private ZonedDateTime now() {
    return ZonedDateTime.now(service.surroundings().clock());
  }
}
