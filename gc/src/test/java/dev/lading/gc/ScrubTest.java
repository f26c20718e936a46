package dev.lading.gc;

import static dev.lading.gc.World.DAY;
import static dev.lading.gc.World.OTHER;
import static dev.lading.gc.World.REPO;
import static dev.lading.gc.World.image;
import static dev.lading.gc.World.sha256;
import static dev.lading.gc.World.sha512;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.gc.Finding.Kind;
import dev.lading.gc.Finding.State;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a scrub finds, repairs and leaves alone, over each kind of store. */
@ParameterizedClass
@EnumSource(Drivers.class)
class ScrubTest {
  private static final Scrub.Options LOOK = new Scrub.Options(false, 0, 4);
  private static final Scrub.Options REPAIR = new Scrub.Options(true, 0, 4);
  private static final Scrub.Watcher NOBODY = new Watcher(new ArrayList<>());
  private final TestClock clock = new TestClock();
  private final StorageDriver driver;
  private final World world;

  ScrubTest(Drivers drivers, @TempDir Path directory) {
    this.driver = drivers.open(directory, clock);
    this.world = World.over(driver, clock);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private record Watcher(List<Long> bytes) implements Scrub.Watcher {
    @Override
    public void marked(int repositories, int manifests, int blobs) {}

    @Override
    public void verified(long blobs, long read, long ofBytes, Optional<Duration> left) {
      bytes.add(read);
      assertThat(read).isLessThanOrEqualTo(ofBytes);
    }
  }

  private ScrubReport scrub(Scrub.Options options) {
    return scrub(options, () -> false);
  }

  private ScrubReport scrub(Scrub.Options options, BooleanSupplier stop) {
    return world.collector().scrub(options).run(NOBODY, stop);
  }

  private static Tuple[] found(ScrubReport report) {
    return report.findings().stream()
        .map(each -> tuple(each.kind(), each.where(), each.state()))
        .toArray(Tuple[]::new);
  }

  /** Looking changes nothing, repairing leaves nothing of it. */
  private void repairs(Kind kind, String where) {
    Set<String> before = world.tree();
    assertThat(found(scrub(LOOK))).containsExactly(tuple(kind, where, State.FOUND));
    assertThat(world.tree()).isEqualTo(before);
    ScrubReport repaired = scrub(REPAIR);
    assertThat(found(repaired)).containsExactly(tuple(kind, where, State.REPAIRED));
    assertThat(repaired.isSound()).isTrue();
    assertThat(scrub(LOOK).findings()).isEmpty();
    assertThat(world.keys("lading/state/gc/holds")).isEmpty();
    assertThat(world.keys("lading/state/gc/condemned")).isEmpty();
  }

  /** It is found, and stays as it is. */
  private void isOnlyTold(Kind kind, String where) {
    Set<String> before = world.tree();
    Tuple finding = tuple(kind, where, State.FOUND);
    assertThat(found(scrub(LOOK))).containsExactly(finding);
    ScrubReport repaired = scrub(REPAIR);
    assertThat(found(repaired)).containsExactly(finding);
    assertThat(repaired.isSound()).isFalse();
    assertThat(world.tree()).isEqualTo(before);
  }

  @Test
  void soundStore_isReadWhole_andNothingIsFound() {
    Digest first = world.pushImage(REPO, "v1", "config", "layer");
    world.push(REPO, Tag.parse("all"), world.index(first));
    world.pushImage(OTHER, "v1", "config", "layer");
    world.pushBlob(OTHER, Algorithm.SHA512, "by sha512");
    Watcher watcher = new Watcher(new ArrayList<>());
    ScrubReport report = world.collector().scrub(REPAIR).run(watcher, () -> false);
    assertThat(report.findings()).isEmpty();
    assertThat(report.isSound()).isTrue();
    assertThat(report.marked()).isEqualTo(new Report.Marked(2, 3, 5));
    assertThat(report.blobs()).isEqualTo(5);
    long bytes =
        driver.list(Key.of("docker/registry/v2/blobs"), Optional.empty(), 100).stream()
            .mapToLong(each -> each.info().size())
            .sum();
    assertThat(report.bytes()).isEqualTo(bytes);
    assertThat(watcher.bytes()).isSorted().hasSize(5).last().isEqualTo(bytes);
  }

  @Test
  void damagedBytes_areTold_andStay_andAPushHealsThem() {
    world.pushImage(REPO, "v1", "config", "layer");
    world.write(World.dataKey(sha256("layer")), "lazer");
    isOnlyTold(Kind.BYTES_DAMAGED, sha256("layer").toString());
    assertThat(world.stored(World.dataKey(sha256("layer")))).contains("lazer".getBytes(UTF_8));
    assertThat(world.content.blobs().find(REPO, sha256("layer"))).isEmpty();
    world.pushBlob(REPO, "layer");
    assertThat(scrub(LOOK).findings()).isEmpty();
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
  }

  @Test
  void bytesThatAreEmpty_areDamaged() {
    world.pushImage(REPO, "v1", "config", "layer");
    world.write(World.dataKey(sha256("layer")), "");
    assertThat(scrub(LOOK).findings()).extracting(Finding::kind).contains(Kind.BYTES_DAMAGED);
  }

  @Test
  void blobThatIsGone_isTold() {
    world.pushImage(REPO, "v1", "config", "layer");
    driver.delete(Key.of(World.dataKey(sha256("layer"))));
    isOnlyTold(Kind.BLOB_MISSING, REPO + "@" + sha256("layer"));
  }

  @Test
  void blobThatIsInTheTrash_comesBack() {
    world.pushBlob(REPO, "layer");
    world.nowAfterADay();
    world.pushImage(REPO, "v1", "config", "layer");
    driver.delete(Key.of(World.dataKey(sha256("layer"))));
    repairs(Kind.BLOB_MISSING, REPO + "@" + sha256("layer"));
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
  }

  @Test
  void manifestThatIsGone_isTold_andComesBackFromTheTrash() {
    String json = image(Optional.empty(), "config", "layer");
    world.pushImage(REPO, "v1", "config", "layer");
    world.content.manifests().remove(REPO, sha256(json));
    world.nowAfterADay();
    world.pushImage(REPO, "v1", "config", "layer");
    driver.delete(Key.of(World.dataKey(sha256(json))));
    World reopened = World.over(driver, clock);
    ScrubReport report = reopened.collector().scrub(REPAIR).run(NOBODY, () -> false);
    assertThat(found(report))
        .containsExactly(tuple(Kind.MANIFEST_MISSING, REPO + "@" + sha256(json), State.REPAIRED));
    assertThat(reopened.isManifest(REPO, sha256(json))).isTrue();
  }

  @Test
  void missingLink_isWrittenAsTheManifestProves() {
    world.pushImage(REPO, "v1", "config", "layer");
    driver.delete(Key.of(World.layerKey(REPO, sha256("layer"))));
    repairs(Kind.LINK_MISSING, World.layerKey(REPO, sha256("layer")));
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
  }

  @Test
  void zeroByteLink_isWrittenAnew() {
    world.pushImage(REPO, "v1", "config", "layer");
    world.write(World.layerKey(REPO, sha256("layer")), "");
    repairs(Kind.LINK_UNREADABLE, World.layerKey(REPO, sha256("layer")));
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
  }

  @Test
  void zeroByteLinksOfAnIndexAndItsChild_areWrittenAnew() {
    Digest child = world.pushImage(REPO, "child", "config");
    Digest index = world.push(REPO, Tag.parse("all"), world.index(child));
    world.write(World.revisionKey(REPO, child), "");
    world.write(World.revisionKey(REPO, index), "");
    World reopened = World.over(driver, clock);
    ScrubReport report = reopened.collector().scrub(REPAIR).run(NOBODY, () -> false);
    assertThat(report.findings())
        .filteredOn(finding -> finding.kind() == Kind.LINK_UNREADABLE)
        .extracting(Finding::where, Finding::state)
        .containsExactlyInAnyOrder(
            tuple(World.revisionKey(REPO, child), State.REPAIRED),
            tuple(World.revisionKey(REPO, index), State.REPAIRED));
    assertThat(reopened.isManifest(REPO, child)).isTrue();
    assertThat(reopened.isManifest(REPO, index)).isTrue();
    assertThat(scrub(LOOK).findings()).isEmpty();
  }

  /** As long as it should be, so that only whoever reads it notices. */
  @Test
  void linkThatSaysSomethingElse_isWrittenAnew() {
    world.pushImage(REPO, "v1", "config", "layer");
    world.write(World.layerKey(REPO, sha256("layer")), sha256("config").toString());
    World reopened = World.over(driver, clock);
    assertThat(reopened.isPullable(REPO, sha256("layer"))).isFalse();
    repairs(Kind.LINK_WRONG, World.layerKey(REPO, sha256("layer")));
    assertThat(reopened.isPullable(REPO, sha256("layer"))).isTrue();
  }

  @Test
  void linkToNothing_thatNothingNames_isDropped_onceItIsOld() {
    world.pushImage(REPO, "v1", "config");
    world.write(World.layerKey(REPO, sha256("gone")), sha256("gone").toString());
    assertThat(scrub(REPAIR).findings()).isEmpty();
    clock.pass(DAY);
    repairs(Kind.LINK_USELESS, World.layerKey(REPO, sha256("gone")));
    assertThat(world.stored(World.layerKey(REPO, sha256("gone")))).isEmpty();
  }

  @Test
  void linkToNothing_thatSomebodyReliesOn_stays() {
    world.pushBlob(REPO, "gone");
    driver.delete(Key.of(World.dataKey(sha256("gone"))));
    clock.pass(DAY);
    world.write("lading/state/gc/claims/sha256/" + sha256("gone").hex() + "/1", "");
    assertThat(found(scrub(REPAIR)))
        .containsExactly(
            tuple(Kind.LINK_USELESS, World.layerKey(REPO, sha256("gone")), State.FAILED));
    assertThat(world.stored(World.layerKey(REPO, sha256("gone")))).isPresent();
  }

  @Test
  void linkToNothing_whileARunGoesOn_stays() {
    world.write(World.layerKey(REPO, sha256("gone")), sha256("gone").toString());
    clock.pass(DAY);
    assertThat(world.content.collecting().runs().begin()).isPresent();
    World other = World.shared(driver, clock);
    ScrubReport report = other.collector().scrub(REPAIR).run(NOBODY, () -> false);
    assertThat(report.findings()).extracting(Finding::state).containsExactly(State.FOUND);
    assertThat(world.stored(World.layerKey(REPO, sha256("gone")))).isPresent();
  }

  @Test
  void danglingTagHistory_isDropped() {
    world.pushImage(REPO, "v1", "config");
    String key =
        "docker/registry/v2/repositories/a/b/_manifests/tags/v1/index/sha256/%s/link"
            .formatted(sha256("gone").hex());
    world.write(key, sha256("gone").toString());
    clock.pass(DAY);
    repairs(Kind.HISTORY_DANGLING, key);
    assertThat(world.resolve(REPO, "v1")).isPresent();
  }

  @Test
  void danglingTag_isDropped_whenNobodyHasWhatItNames() {
    world.pushImage(REPO, "v1", "config");
    world.write(World.tagKey(REPO, "v2"), sha256("gone").toString());
    repairs(Kind.TAG_DANGLING, "a/b:v2");
    assertThat(world.resolve(REPO, "v1")).isPresent();
    assertThat(world.resolve(REPO, "v2")).isEmpty();
  }

  /** Whoever pushes claims first what he is about to push. */
  @Test
  void danglingTag_ofWhatIsJustPushed_stays() {
    world.write(World.tagKey(REPO, "v2"), sha256("gone").toString());
    world.write("lading/state/gc/claims/sha256/" + sha256("gone").hex() + "/1", "");
    assertThat(found(scrub(REPAIR)))
        .containsExactly(tuple(Kind.TAG_DANGLING, "a/b:v2", State.FAILED));
    assertThat(world.resolve(REPO, "v2")).contains(sha256("gone"));
  }

  @Test
  void danglingTag_ofBytesThatAreThere_isOnlyTold() {
    world.pushImage(REPO, "v1", "config");
    Digest elsewhere = world.pushImage(OTHER, "v1", "config", "layer");
    world.pushBlob(REPO, "layer");
    world.write(World.tagKey(REPO, "v2"), elsewhere.toString());
    isOnlyTold(Kind.TAG_DANGLING, "a/b:v2");
  }

  @Test
  void childThatIsGone_isTold() {
    Digest child = world.pushImage(REPO, "child", "config");
    world.push(REPO, Tag.parse("all"), world.index(child));
    world.content.manifests().remove(REPO, child);
    isOnlyTold(Kind.CHILD_MISSING, REPO + "@" + child);
  }

  /** Distribution keeps sha512 content under its sha256. */
  @Test
  void aliasWhoseBytesAreRight_isSound_andOneWhoseAreNot_isTold() {
    for (String text : List.of("layer", "other")) {
      world.write(World.dataKey(sha256(text)), text);
      world.write(World.layerKey(REPO, sha256(text)), sha256(text).toString());
    }
    world.write(World.layerKey(REPO, sha512("layer")), sha256("layer").toString());
    assertThat(scrub(LOOK).findings()).isEmpty();
    world.write(World.layerKey(REPO, sha512("layer")), sha256("other").toString());
    isOnlyTold(Kind.ALIAS_WRONG, World.layerKey(REPO, sha512("layer")));
  }

  @Test
  void corruptManifest_isTold_andItsRepositoryLeftAsItIs() {
    Digest manifest = world.pushImage(REPO, "v1", "config");
    world.write(World.dataKey(manifest), "{torn");
    world.write(World.layerKey(REPO, sha256("gone")), sha256("gone").toString());
    clock.pass(DAY);
    World reopened = World.over(driver, clock);
    Set<String> before = reopened.tree();
    ScrubReport report = reopened.collector().scrub(REPAIR).run(NOBODY, () -> false);
    assertThat(found(report))
        .containsExactly(
            tuple(Kind.MANIFEST_UNREADABLE, REPO + "@" + manifest, State.FOUND),
            tuple(Kind.BYTES_DAMAGED, manifest.toString(), State.FOUND));
    assertThat(reopened.tree()).isEqualTo(before);
  }

  @Test
  void bytesThatCannotBeRead_areTold_andTheOthersAreRead() {
    world.pushImage(REPO, "v1", "config", "layer");
    World broken =
        World.over(
            Watched.driver(
                driver,
                (verb, key) -> {
                  if (verb.equals("wholeSource") && key.path().contains(sha256("layer").hex())) {
                    throw new StorageUnavailable("bad sector", new IOException());
                  }
                }),
            clock);
    ScrubReport report = broken.collector().scrub(LOOK).run(NOBODY, () -> false);
    assertThat(found(report))
        .containsExactly(tuple(Kind.BYTES_UNREADABLE, sha256("layer").toString(), State.FOUND));
    assertThat(report.blobs()).isEqualTo(2);
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void rate_isKeptTo_byAllWorkersTogether() {
    for (int i = 0; i < 10; i++) {
      world.pushBlob(REPO, ("layer " + i).repeat(1000));
    }
    Instant before = clock.instant();
    ScrubReport report = scrub(new Scrub.Options(false, 7000, 1));
    assertThat(report.bytes()).isEqualTo(70_000);
    assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void scrubThatIsStopped_tellsWhatItHasSeen() {
    for (int i = 0; i < 10; i++) {
      world.pushBlob(REPO, "layer " + i);
    }
    Watcher watcher = new Watcher(new ArrayList<>());
    Scrub scrub = world.collector().scrub(new Scrub.Options(false, 0, 1));
    ScrubReport report = scrub.run(watcher, () -> watcher.bytes().size() > 2);
    assertThat(report.isComplete()).isFalse();
    assertThat(report.isSound()).isFalse();
    assertThat(report.blobs()).isEqualTo(3);
  }

  @Test
  void scrubThatIsStoppedWhileItLooks_readsNothing_andHoldsNothing() {
    world.pushBlob(REPO, "layer");
    ScrubReport report = scrub(REPAIR, () -> true);
    assertThat(report.isComplete()).isFalse();
    assertThat(report.blobs()).isZero();
    assertThat(world.keys("lading/state/gc/holds")).isEmpty();
  }

  /** A collector that runs meanwhile removes nothing that was just found to be there. */
  @Test
  void scrub_holdsTheStore_whileItLooksAtLinks() {
    world.pushBlob(REPO, "unneeded");
    clock.pass(DAY);
    List<Integer> removed = new ArrayList<>();
    Scrub.Watcher collecting =
        new Scrub.Watcher() {
          @Override
          public void marked(int repositories, int manifests, int blobs) {
            removed.add(world.now().removed().size());
          }

          @Override
          public void verified(long blobs, long read, long ofBytes, Optional<Duration> left) {
            removed.add(world.now().removed().size());
          }
        };
    world.collector().scrub(new Scrub.Options(false, 0, 1)).run(collecting, () -> false);
    assertThat(removed).containsExactly(0, 1);
  }
}
