package dev.lading.server.gc;

import dev.lading.config.Section;
import dev.lading.content.claim.GcTerms;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code gc}, and {@code retention} beside it. */
public final class GcReading {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration SHORT_GRACE = Duration.ofHours(1);
  private static final Duration TRASH_OF_DIRECTORIES = Duration.ofDays(7);
  private static final int MOST_WORKERS = 64;

  private final Section gc;

  private GcReading(Section gc) {
    this.gc = gc;
  }

  /**
   * Reads both.
   *
   * @param isSigning whether the registry keeps signatures
   * @param isShared whether the store is one that other processes write to: there what is removed
   *     is not kept unless that is asked for
   */
  public static GcSettings from(Section root, boolean isSigning, boolean isShared) {
    GcReading reading = new GcReading(root.section("gc"));
    GcSettings settings = reading.settings(root, isSigning, isShared);
    reading.warnOfRulesWithoutEffect(settings);
    return settings;
  }

  private GcSettings settings(Section root, boolean isSigning, boolean isShared) {
    return new GcSettings(
        schedule(),
        gc.span("jitter", Duration.ZERO),
        gc.optional("window", RunWindow::parse),
        terms(),
        untagged(gc.section("untagged")),
        gc.section("trash").span("keep", isShared ? Duration.ZERO : TRASH_OF_DIRECTORIES),
        RetentionReading.from(root, isSigning),
        (int) gc.number("workers", 4, 1, MOST_WORKERS),
        (int) gc.number("rate", 0, 0, 1_000_000));
  }

  private void warnOfRulesWithoutEffect(GcSettings settings) {
    if (settings.rules().isEmpty()) {
      return;
    }
    if (settings.schedule().isEmpty()) {
      gc.warning(
          "every",
          "is missing, and gc.schedule: the rules of retention apply only when somebody calls"
              + " lading gc run. Write for example 6h.");
    }
    if (settings.untagged().isEmpty()) {
      gc.section("untagged")
          .warning(
              "olderthan",
              "is missing: the rules of retention remove tags, but their manifests and layers stay."
                  + " Write for example 30d.");
    }
  }

  private Optional<Schedule> schedule() {
    Optional<CronExpression> cron = gc.optional("schedule", CronExpression::parse);
    Optional<Duration> every = gc.optionalSpan("every");
    if (gc.isSet("schedule") && gc.isSet("every")) {
      gc.problem("every", "stands beside gc.schedule. Keep one of them.");
    }
    if (every.filter(interval -> interval.compareTo(LEAST) < 0).isPresent()) {
      gc.problem("every", "must be 1s at least. Write for example 6h.");
    }
    return cron.<Schedule>map(Schedule.Cron::new).or(() -> every.map(Schedule.Every::new));
  }

  private GcTerms terms() {
    return new GcTerms(
        grace(),
        least("deletewindow", GcTerms.DEFAULT.window()),
        least("slack", GcTerms.DEFAULT.slack()),
        least("longestrun", GcTerms.DEFAULT.longestRun()));
  }

  /** Half of it is what a push may take from the first question to its manifest. */
  private Duration grace() {
    Duration fallback = GcTerms.DEFAULT.grace();
    Duration grace = gc.span("grace", fallback);
    if (grace.compareTo(LEAST) < 0) {
      gc.problem(
          "grace",
          "must be 1s at least: without a grace, layers are removed that a push was just told"
              + " exist. Write 24h, the default.");
      return fallback;
    }
    if (grace.compareTo(SHORT_GRACE) < 0) {
      gc.warning(
          "grace",
          "is short: a push that takes longer than half of it may find that layers it relied on are"
              + " gone, and has to begin again. 24h is the default.");
    }
    return grace;
  }

  private Duration least(String key, Duration fallback) {
    Duration duration = gc.span(key, fallback);
    if (duration.compareTo(LEAST) < 0) {
      gc.problem(key, "must be 1s at least. Remove it for %ds.".formatted(fallback.toSeconds()));
      return fallback;
    }
    return duration;
  }

  private Optional<Duration> untagged(Section untagged) {
    Optional<Duration> age = untagged.optionalSpan("olderthan");
    if (age.filter(Duration::isPositive).isEmpty() && age.isPresent()) {
      untagged.problem(
          "olderthan",
          "would remove images that are pushed by digest. Write for example 30d, or remove it to"
              + " keep them.");
      return Optional.empty();
    }
    return age;
  }
}
