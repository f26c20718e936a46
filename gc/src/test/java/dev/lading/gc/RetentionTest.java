package dev.lading.gc;

import static dev.lading.gc.World.OTHER;
import static dev.lading.gc.World.REPO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryPattern;
import dev.lading.content.Tag;
import dev.lading.content.TagPattern;
import dev.lading.content.claim.GcTerms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Duration GRACE = GcTerms.DEFAULT.grace();
  private static final Retention.Rule ALL =
      new Retention.Rule(
          List.of(RepositoryPattern.parse("**")),
          List.of(new TagPattern("*")),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          false);
  private final World world = World.inMemory();

  @Test
  void newest_stay() {
    pushDaily("v1", "v2", "v3", "v4");
    assertThat(gone(newest(2))).containsExactly("v1", "v2");
    assertThat(world.resolve(REPO, "v3")).isPresent();
    assertThat(world.resolve(REPO, "v1")).isEmpty();
  }

  @Test
  void pushedWithin_stay() {
    pushDaily("v1", "v2", "v3", "v4");
    assertThat(
            gone(
                new Retention.Rule(
                    ALL.repositories(),
                    ALL.tags(),
                    OptionalInt.empty(),
                    Optional.of(Duration.ofHours(36)),
                    Optional.empty(),
                    List.of(),
                    false)))
        .containsExactly("v1", "v2");
  }

  @Test
  void pulledWithin_orPerhaps_stay() {
    pushDaily("lately", "long-ago", "never", "perhaps");
    Retention.Pulls pulls =
        (_, tag, _) ->
            switch (tag.name()) {
              case "lately" ->
                  new Retention.Pull.At(world.clock.instant().minus(Duration.ofDays(1)));
              case "long-ago" ->
                  new Retention.Pull.At(world.clock.instant().minus(Duration.ofDays(3)));
              case "never" -> new Retention.Pull.Never();
              default -> new Retention.Pull.Unknown();
            };
    Retention.Rule rule =
        new Retention.Rule(
            ALL.repositories(),
            ALL.tags(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.of(Duration.ofDays(2)),
            List.of(),
            false);
    assertThat(gone(new Retention(List.of(rule), pulls, (_, _, _) -> false)))
        .containsExactly("long-ago", "never");
  }

  @Test
  void keptPatterns_andSigned_stay() {
    pushDaily("pr-7", "release-1", "main", "signed");
    Retention.Rule rule =
        new Retention.Rule(
            ALL.repositories(),
            ALL.tags(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(new TagPattern("release-*"), new TagPattern("main")),
            true);
    assertThat(
            gone(
                new Retention(
                    List.of(rule),
                    (_, _, _) -> new Retention.Pull.Unknown(),
                    (_, tag, _) -> tag.name().equals("signed"))))
        .containsExactly("pr-7");
  }

  @Test
  void firstRuleThatCovers_decides() {
    pushDaily("pr-1", "pr-2", "v1");
    world.pushImage(OTHER, "pr-3", "pr-3");
    Retention.Rule repo =
        new Retention.Rule(
            List.of(RepositoryPattern.parse("a/*")),
            List.of(new TagPattern("pr-*")),
            OptionalInt.of(1),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false);
    Retention.Rule keepAll = newest(100);
    assertThat(gone(retention(repo, keepAll, ALL))).containsExactly("pr-1");
    assertThat(world.resolve(OTHER, "pr-3")).isPresent();
  }

  @Test
  void fallbackTags_belongToTheirSubject() {
    Digest subject = world.pushImage(REPO, "v1", "config");
    String signature = "sha256-" + subject.hex() + ".sig";
    world.pushImage(REPO, signature, "signature");
    assertThat(gone(newest(1))).isEmpty();
    assertThat(world.resolve(REPO, signature)).isPresent();
  }

  @Test
  void childrenOfWhatStays_stay_thoughTheirTagsGo() {
    Digest child = world.pushImage(REPO, "v1-amd64", "config");
    world.clock.pass(Duration.ofDays(1));
    world.push(REPO, Tag.parse("v1"), world.index(child));
    assertThat(gone(newest(1))).containsExactly("v1-amd64");
    world.nowAfterADay();
    assertThat(world.isManifest(REPO, child)).isTrue();
    assertThat(world.isPullable(REPO, World.sha256("config"))).isTrue();
  }

  @Test
  void dryRun_listsTheSameTags_andWhatHangsOnThem() {
    pushDaily("v1", "v2");
    Collector.Settings all = World.untaggedFor(Duration.ofHours(1));
    world.collecting(
        new Collector.Settings(
            all.untagged(),
            true,
            all.trashFor(),
            retention(newest(1)),
            all.uploads(),
            all.workers(),
            0));
    world.clock.pass(World.DAY);
    Report dry = world.run(Collector.Options.NOW.dry());
    assertThat(world.resolve(REPO, "v1")).isPresent();
    Report real = world.now();
    assertThat(dry.tags()).hasSize(1).isEqualTo(real.tags());
    assertThat(World.digests(dry)).hasSize(2).isEqualTo(World.digests(real));
    assertThat(world.resolve(REPO, "v1")).isEmpty();
  }

  @Test
  void tags_goAsLateAsEverythingElse() {
    pushDaily("v1", "v2");
    collecting(retention(newest(1)));
    assertThat(world.scheduled().tags()).isEmpty();
    world.clock.pass(GRACE.minusSeconds(1));
    assertThat(world.scheduled().tags()).isEmpty();
    world.clock.pass(Duration.ofSeconds(2));
    assertThat(names(world.scheduled())).containsExactly("v1");
    assertThat(world.resolve(REPO, "v1")).isEmpty();
  }

  @Test
  void tagThatIsPushedAgain_stays() {
    pushDaily("v1", "v2");
    collecting(retention(newest(1)));
    world.scheduled();
    world.clock.pass(GRACE.multipliedBy(2));
    world.pushImage(REPO, "v1", "v1");
    assertThat(world.scheduled().tags()).isEmpty();
    assertThat(world.resolve(REPO, "v1")).isPresent();
    assertThat(world.resolve(REPO, "v2")).isPresent();
  }

  @Test
  void undo_bringsTagsBack() {
    pushDaily("v1", "v2", "v3");
    assertThat(gone(newest(1))).containsExactly("v1", "v2");
    world.content.tags().remove(REPO, Tag.parse("v3"));
    Report last = world.collector().reports().list().findFirst().orElseThrow();

    Undo.Undone undone = world.collector().undo(last.run()).orElseThrow();

    assertThat(undone.problems()).isEmpty();
    assertThat(undone.links()).isEqualTo(2);
    assertThat(world.resolve(REPO, "v1")).isPresent();
    assertThat(world.resolve(REPO, "v2")).isPresent();
  }

  @Test
  void undo_leavesATagThatIsThereAgain() {
    pushDaily("v1", "v2");
    assertThat(gone(newest(1))).containsExactly("v1");
    Report last = world.collector().reports().list().findFirst().orElseThrow();
    world.pushImage(REPO, "v1", "another");
    var another = world.resolve(REPO, "v1");

    assertThat(world.collector().undo(last.run()).orElseThrow().links()).isZero();

    assertThat(world.resolve(REPO, "v1")).isEqualTo(another);
  }

  private static Retention.Rule newest(int count) {
    return new Retention.Rule(
        ALL.repositories(),
        ALL.tags(),
        OptionalInt.of(count),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false);
  }

  private static Retention retention(Retention.Rule... rules) {
    return new Retention(
        List.of(rules), (_, _, _) -> new Retention.Pull.Unknown(), (_, _, _) -> false);
  }

  private void pushDaily(String... tags) {
    for (String tag : tags) {
      world.clock.pass(Duration.ofDays(1));
      world.pushImage(REPO, tag, tag);
    }
  }

  private List<String> gone(Retention.Rule rule) {
    return gone(retention(rule));
  }

  /** The tags that a run removes, in the order of their names. */
  private List<String> gone(Retention retention) {
    collecting(retention);
    return names(world.now());
  }

  private void collecting(Retention retention) {
    Collector.Settings all = Collector.Settings.of(true);
    world.collecting(
        new Collector.Settings(
            Optional.empty(), true, all.trashFor(), retention, all.uploads(), all.workers(), 0));
  }

  private static List<String> names(Report report) {
    return report.tags().stream().map(tag -> tag.tag().name()).sorted().toList();
  }
}
