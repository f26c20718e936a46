package dev.lading.gc;

import dev.lading.content.store.AbandonedUploads;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.Trash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run does after its sweep: ends uploads, forgets claims, and empties the trash, of each
 * what is old enough.
 *
 * @param dryRun whether it only looks
 */
record Tidying(Collecting store, Collector.Settings settings, boolean dryRun, Problems problems) {
  /**
   * What came of it.
   *
   * @param trash how many things were purged
   */
  record Tidied(long trash, Report.Uploads uploads) {
    static final Tidied NOTHING = new Tidied(0, Report.Uploads.NONE);
  }

  Tidied tidy() {
    Report.Uploads uploads = settings.uploads().map(this::endUploads).orElse(Report.Uploads.NONE);
    if (dryRun) {
      return new Tidied(0, uploads);
    }
    problems.attempt("forgetting old claims", store.removals()::forgetAllClaims);
    return new Tidied(purgeTrash(), uploads);
  }

  private Report.Uploads endUploads(Duration age) {
    List<AbandonedUploads.Purged> ended = new ArrayList<>();
    problems.attempt(
        "looking for abandoned uploads",
        () -> ended.add(store.abandonedUploads().purge(age, dryRun)));
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
    problems.attempt("looking for old trash", () -> old.addAll(oldTrash()));
    List<Trash.Kept> purged = new ArrayList<>();
    old.forEach(kept -> problems.attempt("purging trash", () -> purge(kept, purged)));
    return purged.size();
  }

  private void purge(Trash.Kept kept, List<Trash.Kept> purged) {
    store.trash().purge(kept);
    purged.add(kept);
  }

  private List<Trash.Kept> oldTrash() {
    Instant before = store.clock().now().minus(settings.trashFor());
    return store.trash().list().filter(kept -> kept.since().isBefore(before)).toList();
  }
}
