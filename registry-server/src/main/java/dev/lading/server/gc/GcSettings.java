package dev.lading.server.gc;

import dev.lading.content.claim.GcTerms;
import dev.lading.gc.Collector;
import dev.lading.gc.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code gc} and {@code retention} say.
 *
 * @param schedule empty when nothing runs by itself
 * @param jitter how much later a run may begin than it is due, by chance
 * @param window when runs of the schedule may go on
 * @param untagged how long untagged manifests stay; empty for ever
 * @param trash how long what was removed can be brought back; zero for not at all
 * @param rules which tags go
 * @param workers how many things are removed at once
 * @param rate how many things are removed in a second; 0 for as many as can be
 */
public record GcSettings(
    Optional<Schedule> schedule,
    Duration jitter,
    Optional<RunWindow> window,
    GcTerms terms,
    Optional<Duration> untagged,
    Duration trash,
    List<Retention.Rule> rules,
    int workers,
    int rate) {
  public GcSettings {
    rules = List.copyOf(rules);
  }

  /** Whether any rule asks when something was pulled. */
  public boolean needsPulls() {
    return rules.stream().anyMatch(rule -> rule.pulledWithin().isPresent());
  }

  /**
   * As the collector wants them.
   *
   * @param pulls who knows what was pulled
   * @param signatures who knows what is signed
   * @param uploads after how long runs end uploads that nobody adds to; empty for never
   */
  Collector.Settings collector(
      Retention.Pulls pulls, Retention.Signatures signatures, Optional<Duration> uploads) {
    return new Collector.Settings(
        untagged,
        trash.isPositive(),
        trash,
        new Retention(rules, pulls, signatures),
        uploads,
        workers,
        rate);
  }
}
