package dev.lading.gc;

import static dev.lading.gc.World.DAY;
import static dev.lading.gc.World.GRACE;
import static dev.lading.gc.World.OTHER;
import static dev.lading.gc.World.REPO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryPattern;
import dev.lading.content.Tag;
import dev.lading.content.TagPattern;
import dev.lading.content.UploadId;
import dev.lading.content.claim.Holds;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.Unfinished;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a run does besides removing what nothing needs. */
class UpkeepTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private final World world = World.inMemory().collecting(endingUploads());

  private static Collector.Settings endingUploads() {
    Collector.Settings all = Collector.Settings.of(true);
    return new Collector.Settings(
        Optional.of(Duration.ofHours(1)),
        true,
        all.trashFor(),
        all.retention(),
        Optional.of(WEEK),
        all.workers(),
        0);
  }

  @Test
  void uploadThatNobodyGoesOnWith_isEnded_andItsRepositoryLeavesNothing() {
    UploadId old = upload("12345");
    world.clock.pass(WEEK.minusSeconds(1));
    UploadId young = upload("678");
    assertThat(world.now().uploads()).isEqualTo(Report.Uploads.NONE);
    world.clock.pass(Duration.ofSeconds(2));
    Report dry = world.run(Collector.Options.NOW.dry());
    assertThat(world.content.uploads().size(OTHER, old)).isEqualTo(5);
    Report report = world.now();
    assertThat(report.uploads().sessions()).isEqualTo(1);
    assertThat(report.uploads()).isEqualTo(dry.uploads());
    assertThat(world.tree()).isNotEmpty().allMatch(key -> key.contains(young.toString()));
    world.clock.pass(WEEK);
    world.now();
    assertThat(world.tree()).isEmpty();
  }

  private UploadId upload(String text) {
    UploadId id = world.content.uploads().start(OTHER, Algorithm.SHA256);
    assertThat(world.content.uploads().append(OTHER, id, OptionalLong.empty(), World.chunks(text)))
        .isEqualTo(text.length());
    return id;
  }

  @Test
  void uploadsThatAreSomebodyElses_areLeftAlone() {
    world.collecting(Collector.Settings.of(true));
    UploadId old = upload("12345");
    world.clock.pass(WEEK.plus(DAY));
    assertThat(world.now().uploads()).isEqualTo(Report.Uploads.NONE);
    assertThat(world.content.uploads().size(OTHER, old)).isEqualTo(5);
  }

  @Test
  void orphanedMultipartUploads_areEnded_thoseOnlyThatAreOldEnough() {
    TestClock clock = new TestClock();
    List<Instant> asked = new ArrayList<>();
    StorageDriver bucket = unfinished(new MemoryDriver(clock), asked);
    World over = World.over(bucket, clock).collecting(endingUploads());
    assertThat(over.run(Collector.Options.NOW.dry()).uploads().unfinished()).isZero();
    assertThat(asked).isEmpty();
    assertThat(over.now().uploads().unfinished()).isEqualTo(1);
    assertThat(asked).containsExactly(clock.instant().minus(WEEK));
  }

  private static StorageDriver unfinished(StorageDriver driver, List<Instant> asked) {
    Unfinished.Write write = new Unfinished.Write("docker/registry/v2/x", Instant.EPOCH);
    return (StorageDriver)
        Proxy.newProxyInstance(
            StorageDriver.class.getClassLoader(),
            new Class<?>[] {StorageDriver.class},
            (_, method, arguments) -> {
              if (method.getName().equals("removeUnfinished")) {
                asked.add((Instant) arguments[1]);
                return new Unfinished(List.of(write), List.of());
              }
              try {
                return method.invoke(driver, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void uploadThatCannotBeEnded_isReported_andTheOthersAre() {
    List<String> stuck = new ArrayList<>();
    World broken =
        World.over(
                Watched.driver(
                    new MemoryDriver(world.clock),
                    (verb, key) -> {
                      if (verb.startsWith("delete")
                          && stuck.stream().anyMatch(key.path()::contains)) {
                        throw new StorageUnavailable("bad sector", new IOException());
                      }
                    }),
                world.clock)
            .collecting(endingUploads());
    stuck.add(broken.content.uploads().start(REPO, Algorithm.SHA256).toString());
    UploadId other = broken.content.uploads().start(OTHER, Algorithm.SHA256);
    world.clock.pass(WEEK.plusSeconds(1));
    Report report = broken.now();
    assertThat(report.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.UPKEEP_FAILED);
    assertThat(report.uploads().sessions()).isEqualTo(1);
    assertThat(broken.tree()).noneMatch(key -> key.contains(other.toString()));
  }

  @Test
  void clockThatStepped_endsNoUpload_andPurgesNoTrash() {
    world.pushBlob(REPO, "layer");
    world.nowAfterADay();
    UploadId upload = upload("12345");
    world.clock.step(Duration.ofDays(30));
    Report report = world.now();
    assertThat(report.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.CLOCK_STEPPED);
    assertThat(report.purgedTrash()).isZero();
    assertThat(world.content.uploads().size(OTHER, upload)).isEqualTo(5);
    assertThat(world.keys("lading/state/gc/trash")).isNotEmpty();
  }

  @Test
  void repositoryWhoseLastManifestWent_isListedNoMore() {
    world.pushImage(REPO, "v1", "config");
    world.pushImage(OTHER, "v1", "config");
    world.content.tags().remove(OTHER, Tag.parse("v1"));
    assertThat(names(world)).containsExactly("a/b", "c");
    world.nowAfterADay();
    assertThat(names(world)).containsExactly("a/b");
    assertThat(world.tree()).noneMatch(key -> key.contains("repositories/c/"));
  }

  @Test
  void repositoryWhoseLastManifestAnotherProcessRemoved_isListedNoMore() {
    TestClock clock = new TestClock();
    MemoryDriver bucket = MemoryDriver.shared(clock);
    World one = World.shared(bucket, clock).collecting(endingUploads());
    World other = World.shared(bucket, clock);
    Digest image = one.pushImage(OTHER, "v1", "config");
    assertThat(names(other)).containsExactly("c");
    one.content.tags().remove(OTHER, Tag.parse("v1"));
    assertThat(World.digests(one.nowAfterADay())).contains(image);
    assertThat(names(other)).isEmpty();
  }

  private static List<String> names(World world) {
    return world.content.repositories().list(Optional.empty(), 10);
  }

  @Test
  void storeThatIsHeld_isLeftAsItIs_untilTheHoldIsGiven() {
    world.pushBlob(REPO, "layer");
    world.clock.pass(DAY);
    try (var hold = world.content.collecting().holds().take("mirror", GRACE).orElseThrow()) {
      assertThat(hold.goOn()).isTrue();
      Report report = world.now();
      assertThat(report.removed()).isEmpty();
      assertThat(report.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.HELD);
      assertThat(world.run(Collector.Options.NOW.dry()).removed()).isEmpty();
      assertThat(world.keys("lading/state/gc/condemned")).isEmpty();
    }
    assertThat(world.now().removed()).hasSize(1);
    assertThat(world.keys("lading/state/gc/holds")).isEmpty();
  }

  @Test
  void tagsOfAStoreThatIsHeld_stay() {
    world.pushImage(REPO, "v1", "config");
    Retention.Rule all =
        new Retention.Rule(
            List.of(RepositoryPattern.parse("**")),
            List.of(new TagPattern("*")),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false);
    Collector.Settings settings = Collector.Settings.of(true);
    world.collecting(
        new Collector.Settings(
            Optional.empty(),
            true,
            settings.trashFor(),
            new Retention(List.of(all), Retention.NONE.pulls(), Retention.NONE.signatures()),
            Optional.empty(),
            1,
            0));
    world.clock.pass(DAY);
    try (var _ = world.content.collecting().holds().take("mirror", GRACE).orElseThrow()) {
      assertThat(world.now().tags()).isEmpty();
      assertThat(world.resolve(REPO, "v1")).isPresent();
    }
    assertThat(world.now().tags()).hasSize(1);
  }

  @Test
  void holdOfAProcessThatDied_bindsNobodyAfterItsLife_andIsTakenAway() {
    world.pushBlob(REPO, "layer");
    world.clock.pass(DAY);
    var hold = world.content.collecting().holds().take("mirror", GRACE).orElseThrow();
    world.clock.pass(Holds.LIFE.minusSeconds(1));
    assertThat(world.now().removed()).isEmpty();
    world.clock.pass(Duration.ofSeconds(2));
    assertThat(hold.goOn()).isFalse();
    assertThat(world.now().removed()).hasSize(1);
    world.clock.pass(DAY);
    world.now();
    assertThat(world.keys("lading/state/gc/holds")).isEmpty();
  }

  @Test
  void holdThatGoesOn_bindsForAsLong() {
    world.pushBlob(REPO, "layer");
    try (var hold = world.content.collecting().holds().take("mirror", GRACE).orElseThrow()) {
      for (int i = 0; i < 100; i++) {
        world.clock.pass(Holds.LIFE.dividedBy(2));
        assertThat(hold.goOn()).isTrue();
      }
      assertThat(world.now().removed()).isEmpty();
    }
  }

  @Test
  void holdBesideARemoval_waitsForIt() {
    Digest layer = world.pushBlob(REPO, "layer");
    var marks = world.content.collecting().marks();
    var run = world.content.collecting().runs().begin().orElseThrow().number();
    marks.condemn(layer, run);
    assertThat(world.content.collecting().holds().take("mirror", Duration.ofMinutes(1))).isEmpty();
    assertThat(world.keys("lading/state/gc/holds")).isEmpty();
    marks.lift(layer, run, true);
    assertThat(world.content.collecting().holds().take("mirror", Duration.ZERO)).isPresent();
  }

  @Test
  void holdBesideARunOfAnotherProcessThatWasKilled_waitsUntilItsMarksBindNobody() {
    TestClock clock = new TestClock();
    World bucket = World.shared(MemoryDriver.shared(clock), clock);
    Digest layer = bucket.pushBlob(REPO, "layer");
    var run = bucket.content.collecting().runs().begin().orElseThrow().number();
    bucket.content.collecting().marks().condemn(layer, run);
    Instant condemned = clock.instant();
    Duration life = World.TERMS.markLife();
    assertThat(bucket.content.collecting().holds().take("mirror", life.dividedBy(2))).isEmpty();
    assertThat(bucket.content.collecting().holds().take("mirror", life)).isPresent();
    assertThat(Duration.between(condemned, clock.instant())).isBetween(life, life.plusSeconds(1));
  }

  @Test
  void holdTakenWhileThingsGo_isSeenByTheNextRemoval() {
    for (int i = 0; i < 3; i++) {
      world.pushBlob(REPO, "layer " + i);
    }
    TestClock clock = world.clock;
    List<Key> gone = new ArrayList<>();
    World watched =
        World.over(
            Watched.driver(
                world.driver,
                (verb, key) -> {
                  if (verb.equals("fenced") && gone.isEmpty()) {
                    world.write("lading/state/gc/holds/mirror/1", "");
                  }
                  if (verb.equals("fenced")) {
                    gone.add(key);
                  }
                }),
            clock);
    Collector.Settings all = Collector.Settings.of(false);
    watched.collecting(
        new Collector.Settings(
            Optional.empty(), false, all.trashFor(), Retention.NONE, Optional.empty(), 1, 0));
    clock.pass(DAY);
    assertThat(watched.now().removed()).hasSize(1);
    assertThat(gone).hasSize(2); // one thing's link and data
  }
}
