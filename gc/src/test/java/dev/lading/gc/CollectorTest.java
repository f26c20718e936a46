package dev.lading.gc;

import static dev.lading.gc.World.DAY;
import static dev.lading.gc.World.GRACE;
import static dev.lading.gc.World.OTHER;
import static dev.lading.gc.World.REPO;
import static dev.lading.gc.World.digests;
import static dev.lading.gc.World.image;
import static dev.lading.gc.World.sha256;
import static dev.lading.gc.World.sha512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes and what stays, over each kind of store. */
@ParameterizedClass
@EnumSource(Drivers.class)
class CollectorTest {
  private final Path directory;
  private final TestClock clock = new TestClock();
  private final StorageDriver driver;
  private final World world;

  CollectorTest(Drivers drivers, @TempDir Path directory) {
    this.directory = directory;
    this.driver = drivers.open(directory, clock);
    this.world = World.over(driver, clock);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void taggedImage_isLeftWhole() {
    world.pushImage(REPO, "v1", "config", "layer");
    Set<String> before = world.tree();
    Report report = world.nowAfterADay();
    assertThat(report.removed()).isEmpty();
    assertThat(report.problems()).isEmpty();
    assertThat(report.marked()).isEqualTo(new Report.Marked(1, 1, 3));
    assertThat(world.tree()).isEqualTo(before);
  }

  @Test
  void deletedImage_goesWithAllThatOnlyItNeeded() {
    world.pushImage(REPO, "v1", "config 1", "shared");
    Digest gone = world.pushImage(REPO, "v2", "config 2", "shared", "own");
    world.content.manifests().remove(REPO, gone);
    Report report = world.nowAfterADay();
    assertThat(digests(report)).containsExactlyInAnyOrder(gone, sha256("config 2"), sha256("own"));
    assertThat(report.freedBytes())
        .isEqualTo(
            image(Optional.empty(), "config 2", "shared", "own").length()
                + "config 2".length()
                + "own".length());
    assertThat(world.isPullable(REPO, sha256("shared"))).isTrue();
    assertThat(world.hasData(sha256("own"))).isFalse();
    assertThat(world.nowAfterADay().removed()).isEmpty();
  }

  @Test
  void deletedRepository_leavesNothingBehind() {
    Digest gone = world.pushImage(REPO, "v1", "config", "layer");
    world.content.manifests().remove(REPO, gone);
    world.nowAfterADay();
    assertThat(world.tree()).isEmpty();
    assertThat(directory.resolve("docker")).doesNotExist();
  }

  @Test
  void layerOfAnotherRepository_losesItsLinkOnly() {
    world.pushImage(OTHER, "v1", "config", "layer");
    world.pushBlob(REPO, "layer");
    Report report = world.nowAfterADay();
    assertThat(report.removed())
        .containsExactly(new Report.Removed(sha256("layer"), 0, Report.What.LINKS, List.of(REPO)));
    assertThat(world.content.blobs().find(REPO, sha256("layer"))).isEmpty();
    assertThat(world.isPullable(OTHER, sha256("layer"))).isTrue();
  }

  /** Another registry's collector deletes it. */
  @Test
  void blobUploadedBeforeItsManifest_staysForAGrace() {
    world.pushBlob(REPO, "layer");
    world.clock.pass(GRACE.minusSeconds(1));
    Report report = world.now();
    assertThat(report.removed()).isEmpty();
    assertThat(report.claimed()).isEqualTo(1);
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
    world.clock.pass(Duration.ofSeconds(2));
    assertThat(digests(world.now())).containsExactly(sha256("layer"));
  }

  /** Another registry says that the layer exists, deletes it, and takes the manifest. */
  @Test
  void layerThatAlreadyExists_isThereWhenItsManifestComes() {
    world.pushBlob(REPO, "layer");
    world.clock.pass(DAY);
    assertThat(world.content.blobs().findToRelyOn(REPO, sha256("layer"))).contains(5L); // HEAD
    assertThat(world.now().removed()).isEmpty();
    world.pushBlob(REPO, "config");
    world.push(REPO, Tag.parse("v1"), image(Optional.empty(), "config", "layer"));
    world.nowAfterADay();
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
  }

  @Test
  void layerThatWentBefore_isUnknownAndCanBeUploaded() {
    world.pushBlob(REPO, "layer");
    world.nowAfterADay();
    assertThat(world.content.blobs().find(REPO, sha256("layer"))).isEmpty();
    world.pushImage(REPO, "v1", "config", "layer");
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
  }

  /** Another registry's collector deletes them. */
  @Test
  void childrenOfAnIndex_stayWhileItIsTagged() {
    world.collecting(World.untaggedFor(Duration.ofHours(1)));
    Digest child = child("child");
    Digest index = world.push(REPO, Tag.parse("all"), world.index(child, child("child 2")));
    assertThat(world.nowAfterADay().removed()).isEmpty();
    assertThat(world.isManifest(REPO, child)).isTrue();
    world.content.manifests().remove(REPO, index);
    assertThat(digests(world.nowAfterADay()))
        .containsExactlyInAnyOrder(
            index,
            child,
            sha256(image(Optional.empty(), "child 2")),
            sha256("child"),
            sha256("child 2"));
    assertThat(world.tree()).isEmpty();
  }

  private Digest child(String text) {
    world.pushBlob(REPO, text);
    return world.pushUntagged(REPO, image(Optional.empty(), text));
  }

  /** Another registry's collector deletes them. */
  @Test
  void untaggedReferrers_stayAsLongAsTheirSubject() {
    world.collecting(World.untaggedFor(Duration.ofHours(1)));
    Digest subject = world.pushImage(REPO, "v1", "config");
    Digest signature = signature(subject);
    Digest ofSignature = signature(signature);
    assertThat(world.nowAfterADay().removed()).isEmpty();
    world.content.tags().remove(REPO, Tag.parse("v1"));
    assertThat(digests(world.nowAfterADay()))
        .contains(subject, signature, ofSignature, sha256("signature"));
    assertThat(world.tree()).isEmpty();
  }

  private Digest signature(Digest subject) {
    world.pushBlob(REPO, "signature");
    return world.pushUntagged(REPO, image(Optional.of(subject), "signature"));
  }

  @Test
  void signatureByTag_belongsToWhatItIsAbout() {
    world.collecting(World.untaggedFor(Duration.ofHours(1)));
    Digest subject = world.pushImage(REPO, "v1", "config");
    String tag = "sha256-" + subject.hex() + ".sig";
    world.pushImage(REPO, tag, "signature");
    assertThat(world.nowAfterADay().removed()).isEmpty();
    world.content.tags().remove(REPO, Tag.parse("v1"));
    world.nowAfterADay();
    assertThat(world.resolve(REPO, tag)).isEmpty();
    assertThat(world.tree()).isEmpty();
  }

  /** Removed by its digest, so that nothing but its bytes is left to tell of it. */
  @Test
  void signatureByTag_ofADeletedImage_goesWithIt() {
    world.collecting(World.untaggedFor(Duration.ofHours(1)));
    Digest subject = world.pushImage(REPO, "v1", "config");
    world.pushImage(REPO, "sha256-" + subject.hex() + ".sig", "signature");
    world.content.manifests().remove(REPO, subject);
    world.upForADay().scheduled();
    assertThat(world.collector().explain(sha256("signature")))
        .isInstanceOf(Explanation.Unreachable.class);
    clock.pass(GRACE);
    world.scheduled();
    assertThat(world.tree()).isEmpty();
  }

  @Test
  void signatureByTag_thatCameLaterThanItsImageWent_goesTogetherWithIt() {
    world.collecting(World.untaggedFor(Duration.ofHours(1)));
    Digest subject = world.pushImage(REPO, "v1", "config");
    world.content.manifests().remove(REPO, subject);
    world.upForADay().scheduled();
    world.pushImage(REPO, "sha256-" + subject.hex() + ".sig", "signature");
    clock.pass(GRACE);
    world.scheduled();
    assertThat(world.hasData(subject)).isTrue();
    clock.pass(GRACE);
    world.scheduled();
    assertThat(world.tree()).isEmpty();
  }

  @Test
  void signatureByTag_ofWhatWasNeverHere_stays() {
    world.collecting(World.untaggedFor(Duration.ofHours(1)));
    world.pushImage(REPO, "sha256-" + sha256("elsewhere").hex() + ".sig", "signature");
    assertThat(world.nowAfterADay().removed()).isEmpty();
    assertThat(world.isPullable(REPO, sha256("signature"))).isTrue();
  }

  @Test
  void signatureByTag_ofAnotherRepositorysImage_stays() {
    world.collecting(World.untaggedFor(Duration.ofHours(1)));
    Digest subject = world.pushImage(OTHER, "v1", "config");
    Digest signature = world.pushImage(REPO, "sha256-" + subject.hex() + ".sig", "signature");
    world.nowAfterADay();
    assertThat(world.isManifest(REPO, signature)).isTrue();
    assertThat(world.isPullable(REPO, sha256("signature"))).isTrue();
  }

  @Test
  void untaggedManifests_stayUnlessARuleLetsThemGo() {
    world.pushImage(REPO, "v1", "config");
    Digest untagged = world.resolve(REPO, "v1").orElseThrow();
    world.content.tags().remove(REPO, Tag.parse("v1"));
    assertThat(world.nowAfterADay().removed()).isEmpty();
    world.collecting(World.untaggedFor(Duration.ofDays(30)));
    assertThat(world.nowAfterADay().removed()).isEmpty();
    world.clock.pass(Duration.ofDays(30));
    assertThat(digests(world.now())).containsExactlyInAnyOrder(untagged, sha256("config"));
  }

  /** Distribution keeps sha512 content under its sha256, and deletes it of tagged images. */
  @Test
  void sha512ContentOfDistribution_staysWhileItIsNeeded() {
    Digest named = sha512("layer");
    Digest target = sha256("layer");
    Digest unneeded = sha512("unneeded");
    adopt(named, target, "layer");
    adopt(unneeded, sha256("unneeded"), "unneeded");
    world.pushBlob(REPO, "config");
    world.push(
        REPO,
        Tag.parse("v1"),
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":%s,\"layers\":[%s]}"
            .formatted(World.descriptor(sha256("config"), 6), World.descriptor(named, 5)));
    Report report = world.nowAfterADay();
    assertThat(digests(report)).contains(sha256("unneeded")).doesNotContain(target);
    assertThat(world.content.blobs().find(REPO, named)).contains(5L);
    assertThat(world.tree())
        .contains(World.dataKey(target), World.layerKey(REPO, named))
        .doesNotContain(World.layerKey(REPO, unneeded), World.dataKey(sha256("unneeded")));
  }

  private void adopt(Digest named, Digest target, String text) {
    world.write(World.dataKey(target), text);
    world.write(World.layerKey(REPO, named), target.toString());
    world.write(World.layerKey(REPO, target), target.toString());
  }

  @Test
  void aliasClaimedByItsOtherName_keepsTheBytes() {
    adopt(sha512("layer"), sha256("layer"), "layer");
    clock.pass(DAY);
    world.content.blobs().mount(OTHER, sha512("layer"), List.of(REPO));
    assertThat(world.now().removed()).isEmpty();
    assertThat(world.hasData(sha256("layer"))).isTrue();
  }

  @Test
  void sha512Content_staysWhileItIsNeeded_andGoesAfterwards() {
    world.pushBlob(REPO, Algorithm.SHA512, "config");
    Digest image =
        world.push(
            REPO,
            Tag.parse("v1"),
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":%s,\"layers\":[]}"
                .formatted(World.descriptor(sha512("config"), 6)));
    assertThat(world.nowAfterADay().removed()).isEmpty();
    world.content.manifests().remove(REPO, image);
    assertThat(digests(world.nowAfterADay())).containsExactlyInAnyOrder(image, sha512("config"));
    assertThat(world.tree()).isEmpty();
  }

  /** Another registry's collector stops at it. */
  @Test
  void zeroByteLink_isReported_keepsNothing_andTheRestGoes() {
    world.pushImage(REPO, "v1", "config", "layer");
    world.pushBlob(REPO, "torn");
    world.pushBlob(REPO, "unneeded");
    world.write(World.layerKey(REPO, sha256("torn")), "");
    world.write(World.tagKey(REPO, "torn"), "");
    Report report = world.nowAfterADay();
    assertThat(report.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.LINK_UNREADABLE, Problem.Kind.LINK_UNREADABLE);
    assertThat(report.problems())
        .extracting(Problem::where)
        .contains(World.layerKey(REPO, sha256("torn")), World.tagKey(REPO, "torn"));
    assertThat(digests(report)).containsExactlyInAnyOrder(sha256("torn"), sha256("unneeded"));
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
  }

  @Test
  void zeroByteLinkOfSomethingNeeded_isWrittenAgain() {
    world.pushImage(REPO, "v1", "config", "layer");
    world.write(World.layerKey(REPO, sha256("layer")), "");
    Report report = world.nowAfterADay();
    assertThat(report.removed()).isEmpty();
    assertThat(report.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.LINK_UNREADABLE, Problem.Kind.LINK_REPAIRED);
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
    assertThat(world.now().problems()).isEmpty();
  }

  @Test
  void layerThatAClientDeletedByName_staysDeleted_andIsReported() {
    world.pushImage(REPO, "v1", "config", "layer");
    world.content.blobs().remove(REPO, sha256("layer"));
    Report dry = world.run(Collector.Options.NOW.dry());
    Report report = world.nowAfterADay();
    assertThat(report.problems()).isEqualTo(dry.problems());
    assertThat(report.problems())
        .extracting(Problem::kind, Problem::where)
        .containsExactly(tuple(Problem.Kind.BLOB_DELETED, REPO + "@" + sha256("layer")));
    assertThat(world.content.blobs().find(REPO, sha256("layer"))).isEmpty();
    assertThat(world.hasData(sha256("layer"))).isTrue();
    world.pushBlob(REPO, "layer");
    assertThat(world.now().problems()).isEmpty();
  }

  /** Which no run does while the assumptions hold. */
  @Test
  void layerThatARunRemovedByMistake_comesBackWithItsLink() {
    world.pushBlob(REPO, "layer");
    world.nowAfterADay();
    String link = World.layerKey(REPO, sha256("layer"));
    world.pushImage(REPO, "v1", "config", "layer");
    driver.delete(Key.of(World.dataKey(sha256("layer"))));
    driver.delete(Key.of(link));
    Report report = world.nowAfterADay();
    assertThat(report.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.BYTES_RESTORED);
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
  }

  /** Another registry's collector stops at it, or deletes the layers. */
  @Test
  void corruptManifest_keepsItsRepository_andTheOthersAreSwept() {
    Digest image = world.pushImage(REPO, "v1", "config", "layer");
    world.pushBlob(REPO, "perhaps needed");
    world.pushBlob(OTHER, "unneeded");
    world.write(World.dataKey(image), "{torn");
    World reopened = World.over(driver, clock);
    Report report = reopened.nowAfterADay();
    assertThat(report.problems())
        .containsExactly(
            new Problem(
                Problem.Kind.MANIFEST_UNREADABLE, REPO + "@" + image, "damaged, or no manifest"));
    assertThat(digests(report)).containsExactly(sha256("unneeded"));
    assertThat(reopened.isPullable(REPO, sha256("layer"))).isTrue();
    assertThat(reopened.isPullable(REPO, sha256("perhaps needed"))).isTrue();
  }

  @Test
  void foreignLinkAmongManifests_keepsAllBytes() {
    world.pushBlob(REPO, "layer");
    String odd = "docker/registry/v2/repositories/Odd/_manifests/revisions/sha256/x/link";
    world.write(odd, "?");
    Report report = world.nowAfterADay();
    assertThat(report.problems()).extracting(Problem::where).containsExactly(odd);
    assertThat(world.hasData(sha256("layer"))).isTrue();
    assertThat(world.collector().explain(sha256("layer")))
        .isEqualTo(new Explanation.KeptByDoubt(sha256("layer"), List.of(), report.problems()));
  }

  @ParameterizedTest
  @ValueSource(strings = {".nfs000000000012f4b500000001", ".DS_Store", "link~", ".link.swp"})
  void fileThatIsKnownToBeNoContent_isReported_andKeepsNothing(String name) {
    world.pushImage(REPO, "v1", "config");
    world.pushBlob(REPO, "layer");
    String litter = "docker/registry/v2/repositories/a/b/_manifests/tags/v1/current/" + name;
    world.write(litter, "?");
    Report report = world.nowAfterADay();
    assertThat(report.problems())
        .extracting(Problem::kind, Problem::where)
        .containsExactly(tuple(Problem.Kind.LITTER, litter));
    assertThat(digests(report)).containsExactly(sha256("layer"));
    assertThat(world.stored(litter)).isPresent();
  }

  @Test
  void layerGone_andNowhereElse_isReported() {
    world.pushImage(REPO, "v1", "config", "layer");
    driver.delete(Key.of(World.dataKey(sha256("layer"))));
    Report report = world.nowAfterADay();
    assertThat(report.problems())
        .extracting(Problem::kind, Problem::where)
        .containsExactly(tuple(Problem.Kind.BLOB_MISSING, REPO + "@" + sha256("layer")));
  }

  @Test
  void layerGone_thatTheTrashHas_comesBack() {
    world.pushBlob(REPO, "layer");
    world.nowAfterADay();
    world.pushImage(REPO, "v1", "config", "layer");
    driver.delete(Key.of(World.dataKey(sha256("layer"))));
    Report report = world.nowAfterADay();
    assertThat(report.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.BYTES_RESTORED);
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
  }

  @Test
  void dryRun_listsWhatTheRunRemoves_andRemovesNothing() {
    world.collecting(World.untaggedFor(Duration.ofHours(1)));
    garbage();
    clock.pass(DAY);
    world.pushBlob(REPO, "claimed");
    Set<String> before = world.tree();
    Report dry = world.run(Collector.Options.NOW.dry());
    assertThat(world.tree()).isEqualTo(before);
    assertThat(dry.dryRun()).isTrue();
    assertThat(digests(dry)).hasSizeGreaterThan(5).isEqualTo(digests(world.now()));
    assertThat(world.isPullable(REPO, sha256("claimed"))).isTrue();
  }

  @Test
  void scheduledDryRun_listsWhatTheRunRemoves() {
    garbage();
    world.upForADay().scheduled();
    clock.pass(DAY);
    Report dry = world.run(Collector.Options.SCHEDULED.dry());
    assertThat(digests(dry)).isNotEmpty().isEqualTo(digests(world.scheduled()));
  }

  /** Of many kinds. */
  private void garbage() {
    world.pushImage(REPO, "kept", "kept config", "kept layer");
    Digest subject = world.pushImage(REPO, "v1", "config", "layer");
    signature(subject);
    world.push(REPO, Tag.parse("all"), world.index(subject));
    world.pushBlob(OTHER, "kept layer");
    world.pushBlob(OTHER, "unneeded");
    Digest deleted = world.pushImage(OTHER, "deleted", "deleted config");
    world.content.manifests().remove(OTHER, deleted);
    world.content.tags().remove(REPO, Tag.parse("v1"));
    world.content.tags().remove(REPO, Tag.parse("all"));
  }

  @Test
  void undo_bringsBackWhatTheRunRemoved() {
    world.collecting(World.untaggedFor(Duration.ofHours(1)));
    garbage();
    Set<String> before = world.tree();
    before.removeIf(key -> key.contains("/tags/")); // the history of what was untagged
    Report report = world.nowAfterADay();
    assertThat(world.tree()).isNotEqualTo(before);
    Undo.Undone undone = world.collector().undo(report.run()).orElseThrow();
    assertThat(undone.problems()).isEmpty();
    assertThat(undone.digests()).containsAll(digests(report));
    Set<String> after = world.tree();
    after.removeIf(key -> key.contains("/tags/"));
    assertThat(after).isEqualTo(before);
    assertThat(world.now().removed()).isEmpty();
  }

  @Test
  void trash_isPurgedWhenItIsOldEnough_andCountsForNothing() {
    world.pushBlob(REPO, "layer");
    Report report = world.nowAfterADay();
    assertThat(world.now().marked().blobs()).isZero();
    clock.pass(Duration.ofDays(8));
    assertThat(world.now().purgedTrash()).isEqualTo(1);
    assertThat(world.keys("lading/state/gc/trash")).isEmpty();
    assertThat(world.collector().undo(report.run()).orElseThrow().digests()).isEmpty();
  }

  @Test
  void scheduledRun_removesWhatTwoMarksFound_aGraceApart() {
    world.pushBlob(REPO, "layer");
    world.upForADay();
    Report first = world.scheduled();
    assertThat(first.removed()).isEmpty();
    assertThat(first.waiting())
        .containsExactly(
            new Report.Waiting(sha256("layer"), 5, clock.instant(), clock.instant().plus(GRACE)));
    clock.pass(GRACE.minusSeconds(1));
    assertThat(world.scheduled().removed()).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    assertThat(digests(world.scheduled())).containsExactly(sha256("layer"));
  }

  @Test
  void whatWasNeededInBetween_waitsAnew() {
    world.pushImage(REPO, "v1", "config", "layer");
    Digest image = world.resolve(REPO, "v1").orElseThrow();
    world.content.manifests().remove(REPO, image);
    world.upForADay().scheduled();
    world.pushImage(REPO, "v1", "config", "layer");
    world.scheduled();
    world.content.manifests().remove(REPO, image);
    clock.pass(DAY);
    assertThat(world.scheduled().removed()).isEmpty();
    clock.pass(DAY);
    assertThat(digests(world.scheduled())).contains(image);
  }

  @Test
  void whatWasTaggedAndUntaggedBetweenTwoRuns_waitsAnew() {
    Digest image = world.pushImage(REPO, "v1", "config", "layer");
    world.content.manifests().remove(REPO, image);
    world.upForADay().scheduled();
    clock.pass(Duration.ofHours(1));
    world.pushImage(REPO, "v1", "config", "layer");
    clock.pass(GRACE);
    world.content.manifests().remove(REPO, image);
    clock.pass(Duration.ofHours(1));
    Report report = world.scheduled();
    assertThat(report.removed()).isEmpty();
    assertThat(report.waiting())
        .extracting(Report.Waiting::goes)
        .containsOnly(clock.instant().plus(GRACE));
    clock.pass(GRACE);
    assertThat(digests(world.scheduled())).contains(image, sha256("layer"));
  }

  /** Its manifest comes after the mark, by a claim from before it. */
  @Test
  void whatWasJustUploadedAtTheFirstMark_isNotedByTheNext() {
    world.upForADay();
    world.pushBlob(REPO, "layer");
    clock.pass(Duration.ofHours(1));
    assertThat(world.scheduled().removed()).isEmpty();
    clock.pass(Duration.ofHours(1));
    Digest image = world.pushImage(REPO, "v1", "layer");
    clock.pass(GRACE.minusHours(1));
    world.content.manifests().remove(REPO, image);
    clock.pass(Duration.ofHours(1));
    assertThat(world.scheduled().removed()).isEmpty();
    clock.pass(GRACE);
    assertThat(digests(world.scheduled())).contains(image, sha256("layer"));
  }

  /** Whoever forgets claims forgets what they could disprove. */
  @Test
  void whatWasNotedBeforeOldClaimsWereForgotten_isNotedAnew() {
    Digest image = world.pushImage(REPO, "v1", "config", "layer");
    world.content.manifests().remove(REPO, image);
    world.upForADay().scheduled();
    clock.pass(Duration.ofHours(1));
    world.pushImage(REPO, "v1", "config", "layer");
    clock.pass(World.TERMS.claimLife().plusSeconds(1));
    world.content.manifests().remove(REPO, image);
    world.collector().forgetOldClaims();
    assertThat(world.scheduled().removed()).isEmpty();
    clock.pass(GRACE);
    assertThat(digests(world.scheduled())).contains(image, sha256("layer"));
  }

  @Test
  void processJustStarted_onlyMarks_forAGrace() {
    world.pushBlob(REPO, "layer");
    world.upForADay().scheduled();
    clock.pass(DAY);
    World restarted = World.over(driver, clock);
    assertThat(restarted.scheduled().removed()).isEmpty();
    clock.pass(GRACE);
    assertThat(digests(restarted.scheduled())).containsExactly(sha256("layer"));
  }

  @Test
  void clockThatStepped_endsTheRunBeforeItRemovesAnything() {
    world.pushBlob(REPO, "layer");
    clock.pass(DAY);
    clock.step(GRACE.dividedBy(4).plusSeconds(1));
    Report report = world.now();
    assertThat(report.removed()).isEmpty();
    assertThat(report.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.CLOCK_STEPPED);
    for (int i = 0; i < 16; i++) {
      clock.pass(GRACE.dividedBy(8));
      world.scheduled();
    }
    assertThat(world.hasData(sha256("layer"))).isFalse();
  }

  @Test
  void windowThatEnded_endsTheRun() {
    world.pushBlob(REPO, "layer");
    clock.pass(DAY);
    Report report =
        world.run(new Collector.Options(false, true, Optional.of(Duration.ofNanos(-1))));
    assertThat(report.removed()).isEmpty();
    assertThat(report.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.OUT_OF_TIME);
  }

  @Test
  void rate_isKeptTo() {
    Collector.Settings all = Collector.Settings.of(false);
    world.collecting(
        new Collector.Settings(
            all.untagged(),
            false,
            all.trashFor(),
            Retention.NONE,
            all.uploads(),
            all.workers(),
            2));
    for (int i = 0; i < 11; i++) {
      world.pushBlob(REPO, "layer " + i);
    }
    clock.pass(DAY);
    Instant before = clock.instant();
    assertThat(world.now().removed()).hasSize(11);
    assertThat(Duration.between(before, clock.instant())).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void oldClaims_areForgotten_andYoungOnesStay() {
    world.pushBlob(REPO, "old");
    clock.pass(World.TERMS.claimLife().plusSeconds(1));
    world.pushBlob(REPO, "young");
    world.now();
    assertThat(world.keys("lading/state/gc/claims"))
        .singleElement()
        .asString()
        .contains(sha256("young").hex());
    assertThat(world.keys("lading/state/gc/condemned")).isEmpty();
  }

  @Test
  void reports_areKept_theLastHundred() {
    world.pushBlob(REPO, "layer");
    Report first = world.nowAfterADay();
    assertThat(world.collector().reports().find(first.run())).contains(first);
    for (int i = 0; i < Reports.KEPT; i++) {
      world.now();
    }
    assertThat(world.collector().reports().list()).hasSize(Reports.KEPT).doesNotContain(first);
  }
}
