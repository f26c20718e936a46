package dev.lading.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a collector says, for people: lines made of its JSON. */
final class GcText {
  private static final int KIB = 1024;

  /** After these a run has not done all that it was to do; the others are things that it met. */
  private static final Set<String> SHORTCOMINGS =
      Set.of(
          "removal_failed", "upkeep_failed", "clock_stepped", "held", "lease_lost", "out_of_time");

  private GcText() {}

  /** A run's report. */
  static List<String> report(JsonNode report) {
    boolean dryRun = report.path("dryRun").asBoolean();
    List<String> lines = new ArrayList<>();
    report.path("tags").forEach(tag -> lines.add(tag(tag, dryRun)));
    report.path("removed").forEach(removed -> lines.add(removed(removed, dryRun)));
    JsonNode marked = report.path("marked");
    lines.add(
        "run %d: %d repositories, %d manifests, %d blobs looked at; %s %d digests and %d tags, %s"
            .formatted(
                report.path("run").asLong(),
                marked.path("repositories").asInt(),
                marked.path("manifests").asInt(),
                marked.path("blobs").asInt(),
                dryRun ? "would remove" : "removed",
                report.path("removed").size(),
                report.path("tags").size(),
                bytes(report.path("freedBytes").asLong())));
    if (report.path("claimed").asLong() > 0) {
      lines.add(
          report.path("claimed").asLong()
              + " stay because somebody relied on them within the grace");
    }
    if (!report.path("waiting").isEmpty()) {
      lines.add(
          "%d unreachable ones stay for now, %s; the first may go at %s"
              .formatted(
                  report.path("waiting").size(),
                  bytes(sum(report.path("waiting"))),
                  firstToGo(report.path("waiting"))));
    }
    lines.addAll(uploads(report.path("uploads"), dryRun));
    if (report.path("purgedTrash").asLong() > 0) {
      lines.add(report.path("purgedTrash").asLong() + " things were purged from the trash");
    }
    return lines;
  }

  /** What somebody should know of. */
  static List<String> problems(JsonNode answer) {
    return all(answer.path("problems")).stream()
        .map(
            problem ->
                "%s %s: %s"
                    .formatted(
                        problem.path("kind").asText(),
                        Listing.shown(problem.path("where").asText()),
                        Listing.shown(problem.path("what").asText())))
        .toList();
  }

  /** Whether a run did all that it was to do. */
  static boolean isComplete(JsonNode report) {
    return all(report.path("problems")).stream()
        .noneMatch(problem -> SHORTCOMINGS.contains(problem.path("kind").asText()));
  }

  /** What goes on, and what went before. */
  static List<String> status(JsonNode status) {
    List<String> lines = new ArrayList<>();
    JsonNode running = status.path("running");
    lines.add(
        running.isMissingNode()
            ? "no run goes on here"
            : "a run goes on since %s: %s"
                .formatted(running.path("since").asText(), stage(running)));
    lines.add(
        status.has("schedule")
            ? "schedule: " + status.path("schedule").asText() + next(status)
            : "nothing runs by itself: the configuration has neither gc.schedule nor gc.every");
    if (status.has("takesNoteUntil")) {
      lines.add(
          "it was just started, and only takes note until %s (lading gc run --now does not wait)"
              .formatted(status.path("takesNoteUntil").asText()));
    }
    if (status.has("otherTerms")) {
      lines.add(
          "nothing is removed: another process goes by %s, this one by %s"
              .formatted(status.path("otherTerms").asText(), status.path("terms").asText()));
    }
    if (status.has("failure")) {
      lines.add(
          "the last run of the schedule failed at %s: %s; the log tells more"
              .formatted(
                  status.path("failure").path("at").asText(),
                  Listing.shown(status.path("failure").path("what").asText())));
    }
    all(status.path("notUnderstood"))
        .forEach(
            where -> lines.add("no bytes go: not understood: " + Listing.shown(where.asText())));
    all(status.path("reports")).forEach(report -> lines.add(summary(report)));
    return lines;
  }

  /** How far a run is. */
  static String stage(JsonNode stage) {
    if (stage.path("stage").asText().equals("reading")) {
      return ScrubText.stage(stage);
    }
    if (stage.path("stage").asText().equals("sweeping")) {
      String left =
          stage.has("leftSeconds")
              ? ", about " + time(stage.path("leftSeconds").asLong()) + " left"
              : "";
      return "%d of %d done%s"
          .formatted(stage.path("done").asLong(), stage.path("total").asLong(), left);
    }
    return "looked at %d repositories, %d manifests, %d blobs"
        .formatted(
            stage.path("repositories").asInt(),
            stage.path("manifests").asInt(),
            stage.path("blobs").asInt());
  }

  /** Why something is there, or when it goes. */
  static List<String> explanation(JsonNode answer) {
    String digest = answer.path("digest").asText();
    return switch (answer.path("verdict").asText()) {
      case "kept" -> chains(digest, answer.path("chains"));
      case "kept-by-doubt" -> List.of(digest + " stays: " + doubt(answer));
      case "unreachable" -> unreachable(digest, answer);
      default ->
          List.of(
              digest
                  + " is not in this store: it has neither bytes nor links of that name. It was"
                  + " never pushed here, or it was collected");
    };
  }

  private static String doubt(JsonNode answer) {
    String problems = texts(answer.path("problems").findValues("where"));
    return answer.path("repositories").isEmpty()
        ? "no bytes go from this store while there is what nobody understands: " + problems
        : "something cannot be read in "
            + texts(all(answer.path("repositories")))
            + ", and it may be needed there: "
            + problems;
  }

  private static String texts(List<JsonNode> texts) {
    return texts.stream()
        .map(text -> Listing.shown(text.asText()))
        .collect(Collectors.joining(", "));
  }

  /** Whether the store knows what was asked about. */
  static boolean isKnown(JsonNode explanation) {
    return !explanation.path("verdict").asText().equals("unknown");
  }

  /** What came back. */
  static List<String> undone(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    answer.path("digests").forEach(digest -> lines.add("brought back " + digest.asText()));
    lines.add(
        "run %d: %d digests and %d links are there again"
            .formatted(
                answer.path("run").asLong(),
                answer.path("digests").size(),
                answer.path("links").asInt()));
    return lines;
  }

  /** How much each repository holds: the most first. */
  static List<String> uses(JsonNode uses) {
    List<String> lines = new ArrayList<>();
    lines.add("%12s %12s  %s".formatted("unique", "shared", "repository"));
    all(uses).stream()
        .sorted((one, other) -> Long.compare(unique(other), unique(one)))
        .forEach(
            use ->
                lines.add(
                    "%12s %12s  %s"
                        .formatted(
                            bytes(unique(use)),
                            bytes(use.path("sharedBytes").asLong()),
                            use.path("repository").asText())));
    return lines;
  }

  /** A size as people read it. */
  static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    double size = bytes;
    String unit = "";
    for (String next : List.of("KiB", "MiB", "GiB", "TiB")) {
      if (size >= KIB) {
        size /= KIB;
        unit = next;
      }
    }
    return String.format(Locale.ROOT, "%.1f %s", size, unit);
  }

  private static long unique(JsonNode use) {
    return use.path("uniqueBytes").asLong();
  }

  private static String tag(JsonNode tag, boolean dryRun) {
    return "%s tag %s:%s (%s)"
        .formatted(
            dryRun ? "would remove" : "removed",
            tag.path("repository").asText(),
            tag.path("tag").asText(),
            tag.path("reason").asText());
  }

  private static String removed(JsonNode removed, boolean dryRun) {
    String where =
        all(removed.path("repositories")).stream()
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    return "%s %s %s %s%s"
        .formatted(
            dryRun ? "would remove" : "removed",
            removed.path("kind").asText(),
            removed.path("digest").asText(),
            bytes(removed.path("bytes").asLong()),
            where.isEmpty() ? "" : " of " + where);
  }

  private static List<String> uploads(JsonNode uploads, boolean dryRun) {
    int sessions = uploads.path("sessions").asInt();
    int unfinished = uploads.path("unfinished").asInt();
    return sessions == 0 && unfinished == 0
        ? List.of()
        : List.of(
            "%s %d uploads that nobody went on with, %s, and %d unfinished writes"
                .formatted(
                    dryRun ? "would end" : "ended",
                    sessions,
                    bytes(uploads.path("bytes").asLong()),
                    unfinished));
  }

  private static String summary(JsonNode report) {
    String problems =
        report.path("problems").asInt() == 0
            ? ""
            : "; " + report.path("problems").asInt() + " problems";
    return "run %d, %s, took %s: %s %d digests, %d tags, %s; %d wait%s"
        .formatted(
            report.path("run").asLong(),
            report.path("began").asText(),
            took(report),
            report.path("dryRun").asBoolean() ? "would have removed" : "removed",
            report.path("removed").asInt(),
            report.path("tags").asInt(),
            bytes(report.path("freedBytes").asLong()),
            report.path("waiting").asInt(),
            problems);
  }

  private static String took(JsonNode report) {
    Instant began = Instant.parse(report.path("began").asText());
    Instant ended = Instant.parse(report.path("ended").asText());
    return time(Duration.between(began, ended));
  }

  private static String next(JsonNode status) {
    return status.has("next") ? "; next at " + status.path("next").asText() : "";
  }

  private static List<String> chains(String digest, JsonNode chains) {
    List<String> lines = new ArrayList<>();
    lines.add(digest + " is kept by");
    for (JsonNode chain : chains) {
      String root = chain.path("repository").asText();
      root += chain.has("tag") ? ":" + chain.path("tag").asText() : " (untagged)";
      String steps =
          all(chain.path("digests")).stream()
              .map(JsonNode::asText)
              .collect(Collectors.joining(" -> "));
      lines.add("  " + root + " -> " + steps);
    }
    return lines;
  }

  private static List<String> unreachable(String digest, JsonNode answer) {
    List<String> lines = new ArrayList<>();
    lines.add(
        digest
            + " is kept by nothing; a run may remove it from "
            + answer.path("goes").asText()
            + " on, which frees "
            + bytes(answer.path("bytes").asLong()));
    lines.add(
        answer.has("since")
            ? "found unreachable since " + answer.path("since").asText()
            : "no run has found that yet; the grace counts from the first that does");
    if (answer.has("lastClaim")) {
      lines.add("somebody relied on it last at " + answer.path("lastClaim").asText());
    }
    return lines;
  }

  private static String firstToGo(JsonNode waiting) {
    return all(waiting).stream()
        .map(each -> Instant.parse(each.path("goes").asText()))
        .min(Instant::compareTo)
        .map(Instant::toString)
        .orElse("a later time");
  }

  private static long sum(JsonNode waiting) {
    return all(waiting).stream().mapToLong(each -> each.path("bytes").asLong()).sum();
  }

  private static String time(Duration time) {
    if (time.toMillis() < 100) {
      return time.toMillis() + " ms";
    }
    return time.toSeconds() < 10
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
        : time(time.toSeconds());
  }

  static String time(long seconds) {
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  private static List<JsonNode> all(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
