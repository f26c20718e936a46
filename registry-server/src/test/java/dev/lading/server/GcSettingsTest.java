package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.Problem;
import dev.lading.content.TagPattern;
import dev.lading.content.claim.GcTerms;
import dev.lading.gc.Retention;
import dev.lading.server.gc.CronExpression;
import dev.lading.server.gc.GcSettings;
import dev.lading.server.gc.RunWindow;
import dev.lading.server.gc.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code gc} and {@code retention} mean, and what they take. */
class GcSettingsTest {
  private static final String DIRECTORY =
      "version: 0.1\nstorage: {filesystem: {rootdirectory: /srv/store}}\n";
  private static final String BUCKET =
      "version: 0.1\nstorage: {s3: {bucket: b, region: eu-central-1}}\n";

  @Test
  void nothingWritten_runsNothingByItself_andKeepsTrashInADirectory() {
    GcSettings settings = gc(DIRECTORY);

    assertThat(settings.schedule()).isEmpty();
    assertThat(settings.terms()).isEqualTo(GcTerms.DEFAULT);
    assertThat(settings.untagged()).isEmpty();
    assertThat(settings.trash()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.rules()).isEmpty();
    assertThat(settings.workers()).isEqualTo(4);
    assertThat(settings.rate()).isZero();
    assertThat(gc(BUCKET).trash()).isZero();
  }

  @Test
  void everything_isRead_andWritersKnowTheSameTerms() {
    ServerSettings all =
        read(DIRECTORY
                + """
                  gc:
                    schedule: "0 3 * * mon-fri"
                    jitter: 5m
                    window: "01:00-05:00"
                    grace: 36h
                    untagged: {olderthan: 30d}
                    trash: {keep: 14d}
                    workers: 8
                    rate: 500
                    longestrun: 4h
                    deletewindow: 10s
                    slack: 30s
                  """)
            .get();

    GcSettings settings = all.gc();
    assertThat(settings.schedule())
        .contains(new Schedule.Cron(CronExpression.parse("0 3 * * 1-5")));
    assertThat(settings.jitter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.window()).contains(RunWindow.parse("01:00-05:00"));
    assertThat(settings.terms())
        .isEqualTo(
            new GcTerms(
                Duration.ofHours(36),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofHours(4)));
    assertThat(all.content().terms()).isEqualTo(settings.terms());
    assertThat(settings.untagged()).contains(Duration.ofDays(30));
    assertThat(settings.trash()).isEqualTo(Duration.ofDays(14));
    assertThat(settings.workers()).isEqualTo(8);
    assertThat(settings.rate()).isEqualTo(500);
  }

  @Test
  void interval_isASchedule() {
    assertThat(gc(DIRECTORY + "gc: {every: 6h}").schedule())
        .contains(new Schedule.Every(Duration.ofHours(6)));
  }

  @Test
  void trash_isOffWithZero() {
    assertThat(gc(DIRECTORY + "gc: {trash: {keep: 0}}").trash()).isZero();
    assertThat(gc(BUCKET + "gc: {trash: {keep: 3d}}").trash()).isEqualTo(Duration.ofDays(3));
  }

  @Test
  void shortGrace_isTaken_withAWarning() {
    Effective<ServerSettings> effective = read(DIRECTORY + "gc: {grace: 2s}");

    assertThat(effective.get().gc().terms().grace()).isEqualTo(Duration.ofSeconds(2));
    assertThat(effective.warnings())
        .singleElement()
        .extracting(Problem::keys)
        .isEqualTo(List.of("gc.grace"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gc: {grace: 0}                                 | gc.grace               | Write 24h
          gc: {grace: 500ms}                             | gc.grace               | 1s at least
          gc: {grace: 24}                                | gc.grace               | has no unit
          gc: {schedule: daily}                          | gc.schedule            | five fields
          gc: {schedule: '0 25 * * *'}                   | gc.schedule            | for the hour
          gc: {schedule: '0 0 31 2 *'}                   | gc.schedule            | never comes
          gc: {every: 0}                                 | gc.every               | 1s at least
          gc: {every: 6h, schedule: '@daily'}            | gc.every               | Keep one
          gc: {window: '1-5'}                            | gc.window              | 01:00-05:00
          gc: {untagged: {olderthan: 0}}                 | gc.untagged.olderthan  | 30d
          gc: {untagged: {olderthan: 30}}                | gc.untagged.olderthan  | has no unit
          gc: {untagged: 30d}                            | gc.untagged            | section
          gc: {trash: {keep: -1d}}                       | gc.trash.keep          | duration
          gc: {workers: 0}                               | gc.workers             | from 1 to 64
          gc: {rate: -1}                                 | gc.rate                | from 0
          gc: {longestrun: 0}                            | gc.longestrun          | 1s at least
          gc: {deletewindow: 0}                          | gc.deletewindow        | 20s
          gc: {slack: 0}                                 | gc.slack               | 60s
          gc: {shedule: '@daily'}                        | gc.shedule             | gc.schedule
          gc: {enabled: true}                            | gc.enabled             | unknown key
          retention: [{tags: 'pr-*', newest: 3}]         | retention.0.repository | is missing
          retention: [{repository: a}]                   | retention.0.newest     | every one
          retention: [{repository: a, signed: false}]    | retention.0.newest     | every one
          retention: [{repository: a, newest: 0}]        | retention.0.newest     | from 1
          retention: [{repository: A, newest: 1}]        | retention.0.repository | A
          retention: [{repository: a, tags: '/', newest: 1}] | retention.0.tags   | is no tag
          retention: [{repository: a, signed: true}]     | retention.0.signed     | trust.hostnames
          retention: [{repository: a, newst: 1, keep: v1}] | retention.0.newst    | retention.0.newest
          """)
  void whatCannotBeObeyed_isAProblem(String lines, String key, String message) {
    assertThat(read(DIRECTORY + lines).errors())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.keys()).containsExactly(key);
              assertThat(problem.message()).contains(message);
            });
  }

  @Test
  void problems_areReportedTogether() {
    assertThat(
            read(DIRECTORY + "gc: {grace: 0, workers: 0, every: 1}\nretention: [{repository: a}]")
                .errors())
        .flatExtracting(Problem::keys)
        .containsExactlyInAnyOrder("gc.grace", "gc.workers", "gc.every", "retention.0.newest");
  }

  @Test
  void retentionThatFreesNothing_isWarnedOf() {
    String rules = DIRECTORY + "retention: [{repository: a, newest: 3}]\n";
    assertThat(warned(rules)).containsExactly("gc.every", "gc.untagged.olderthan");
    assertThat(warned(rules + "gc: {every: 6h}")).containsExactly("gc.untagged.olderthan");
    assertThat(warned(rules + "gc: {schedule: '0 3 * * *', untagged: {olderthan: 30d}}")).isEmpty();
    assertThat(warned(DIRECTORY)).isEmpty();
  }

  private static List<String> warned(String lines) {
    return read(lines).warnings().stream()
        .flatMap(problem -> problem.keys().stream())
        .sorted()
        .toList();
  }

  @Test
  void retention_isReadInItsOrder() {
    List<Retention.Rule> rules =
        gc(DIRECTORY
                + """
                  retention:
                    - {repository: ["ci/**", tmp], tags: "pr-*", newest: 10, pushedwithin: 14d}
                    - {repository: "**", keep: [v*, latest], pulledwithin: 30d}
                  """)
            .rules();

    assertThat(rules)
        .extracting(
            rule -> rule.repositories().size(), Retention.Rule::newest, Retention.Rule::tags)
        .containsExactly(
            tuple(2, OptionalInt.of(10), List.of(new TagPattern("pr-*"))),
            tuple(1, OptionalInt.empty(), List.of(new TagPattern("*"))));
    assertThat(rules.getFirst().pushedWithin()).contains(Duration.ofDays(14));
    assertThat(rules.getLast().pulledWithin()).contains(Duration.ofDays(30));
    assertThat(rules.getLast().keep())
        .containsExactly(new TagPattern("v*"), new TagPattern("latest"));
  }

  @Test
  void signed_isKept_whereSignaturesAre() {
    List<Retention.Rule> rules =
        gc(DIRECTORY
                + "trust: {hostnames: [reg.example.com]}\n"
                + "retention: [{repository: a, signed: true}]")
            .rules();

    assertThat(rules).singleElement().extracting(Retention.Rule::keepSigned).isEqualTo(true);
  }

  @Test
  void effectiveValues_arePrinted() {
    assertThat(read(DIRECTORY + "gc: {every: 6h}").render())
        .contains("every: 6h", "grace: 24h", "keep: 7d", "workers: 4", "longestrun: 24h");
  }

  private static GcSettings gc(String lines) {
    return read(lines).get().gc();
  }

  private static Effective<ServerSettings> read(String lines) {
    return Configuration.parse("/etc/lading/config.yml", lines, Map.of())
        .read(ServerSettings::from);
  }
}
