package dev.lading.content.store;

import static dev.lading.content.store.GcImage.ALIASED;
import static dev.lading.content.store.GcImage.INDEX;
import static dev.lading.content.store.GcImage.PLAIN;
import static dev.lading.content.store.GcImage.TAGGED;
import static dev.lading.content.store.GcImage.TWO_LAYERS;
import static dev.lading.content.store.GcScenes.ONE;
import static dev.lading.content.store.GcScenes.Old.ACKNOWLEDGED_IN_ONE;
import static dev.lading.content.store.GcScenes.Old.ACKNOWLEDGED_IN_TWO;
import static dev.lading.content.store.GcScenes.Old.LAYERS_IN_ONE;
import static dev.lading.content.store.GcScenes.Old.LAYERS_IN_TWO;
import static dev.lading.content.store.GcScenes.Old.MANIFEST;
import static dev.lading.content.store.GcScenes.Old.UNTAGGED_CHILD_IN_ONE;
import static dev.lading.content.store.GcScenes.TWO;
import static dev.lading.content.store.GcScenes.scene;

import dev.lading.content.interleaving.Scenario;
import dev.lading.content.interleaving.Times;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The collector's protocol as it is built, among replicas, in every order of steps. */
class GcInterleavingTest {
  @Test
  void push_besideACollector_isWhole() {
    besideACollector(
        scene("push", PLAIN, LAYERS_IN_ONE).stages("push", new GcClient(PLAIN, ONE).push()));
  }

  @Test
  void uploadAndPush_besideACollector_isWhole() {
    besideACollector(
        scene("upload, push", PLAIN, LAYERS_IN_ONE)
            .stages("push", new GcClient(PLAIN, ONE).uploadAndPush()));
  }

  @Test
  void uploadAndPush_ofWhatIsNotThere_besideACollector_isWhole() {
    besideACollector(
        scene("upload of new bytes, push", PLAIN)
            .stages("push", new GcClient(PLAIN, ONE).uploadAndPush()));
  }

  @Test
  void headAndPush_besideACollector_isWhole() {
    besideACollector(
        scene("HEAD, push", PLAIN, LAYERS_IN_ONE)
            .stages("push", new GcClient(PLAIN, ONE).askAndPush()));
  }

  @Test
  void headAndPush_ofAManifestThatIsThere_besideACollector_isWhole() {
    besideACollector(
        scene("HEAD, push of known bytes", PLAIN, LAYERS_IN_ONE, MANIFEST)
            .stages("push", new GcClient(PLAIN, ONE).askAndPush()));
  }

  @Test
  void headAndPush_inOneProcess_besideACollector_isWhole() {
    besideACollector(
        scene("HEAD, push in one process", PLAIN, LAYERS_IN_ONE)
            .stages("push", new GcClient(PLAIN, ONE, Stepped::process).askAndPush()));
  }

  @Test
  void mountAndPush_besideACollector_isWhole() {
    besideACollector(
        scene("mount, push", PLAIN, LAYERS_IN_ONE, ACKNOWLEDGED_IN_TWO)
            .stages("push", new GcClient(PLAIN, ONE).mountAndPush(TWO)));
  }

  @Test
  void pushOfTwoLayers_besideACollector_isWhole() {
    besideACollector(
        TWO_LAYERS,
        scene("push of two layers", TWO_LAYERS, LAYERS_IN_ONE)
            .stages("push", new GcClient(TWO_LAYERS, ONE).push()));
  }

  @Test
  void pushOfALayerByItsOtherDigest_besideACollector_isWhole() {
    besideACollector(
        ALIASED,
        scene("push by another digest", ALIASED, LAYERS_IN_ONE)
            .stages("push", new GcClient(ALIASED, ONE).push()));
  }

  @Test
  void pushOfAnIndex_besideACollectorOfUntaggedManifests_isWhole() {
    besideACollector(
        INDEX,
        scene("push of an index", INDEX, LAYERS_IN_ONE, UNTAGGED_CHILD_IN_ONE)
            .stages("push", new GcClient(INDEX, ONE).push()));
  }

  @Test
  void tagRemovedAndPushed_besideACollectorOfUntaggedManifests_isWhole() {
    GcExploration.holdsInLessTime(
        scene("tag removal, push", TAGGED, ACKNOWLEDGED_IN_ONE)
            .stages("removal", new GcClient(TAGGED, ONE).removeTag())
            .stages("push", new GcClient(TAGGED, ONE).push())
            .stages("collector", new GcCollector(TAGGED).run()));
  }

  @Test
  void tagMoved_whileACollectorRemovesIt_namesWhatWasPushed() {
    GcExploration.holdsInTime(GcStories.tagMoved(Stepped::fresh));
  }

  @Test
  void manifestRemovedAndMounted_besideACollector_isWhole() {
    besideACollector(
        scene("removal, mount, push", PLAIN, LAYERS_IN_ONE, ACKNOWLEDGED_IN_TWO)
            .stages("removal", new GcClient(PLAIN, TWO).remove())
            .stages("push", new GcClient(PLAIN, ONE).mountAndPush(TWO)));
  }

  @Test
  void twoPushes_besideACollector_areWhole() {
    GcExploration.holdsInLessTime(
        scene("two pushes", PLAIN, LAYERS_IN_ONE, LAYERS_IN_TWO)
            .stages("push", new GcClient(PLAIN, ONE).push())
            .stages("other push", new GcClient(PLAIN, TWO).push())
            .stages("collector", new GcCollector(PLAIN).run()));
  }

  @Test
  void push_besideTwoCollectors_isWhole() {
    GcExploration.holdsInLessTime(
        scene("push, two collectors", PLAIN, LAYERS_IN_ONE)
            .stages("push", new GcClient(PLAIN, ONE).push())
            .stages("collector", new GcCollector(PLAIN).run())
            .stages("other collector", new GcCollector(PLAIN).run()));
  }

  @Test
  void upload_besideTwoCollectors_stays() {
    GcExploration.holdsInLessTime(
        GcProperties.keepsUploads(
            scene("upload, two collectors", PLAIN, LAYERS_IN_ONE)
                .stages("upload", new GcClient(PLAIN, ONE).upload())
                .stages("collector", new GcCollector(PLAIN).run())
                .stages("other collector", new GcCollector(PLAIN).run())));
  }

  @Test
  void pull_besideACollector_findsWhatWasAcknowledged() {
    GcExploration.holds(GcStories.pull(false));
  }

  @Test
  void push_overABadNetwork_isWhole() {
    GcExploration.holdsInTime(
        scene("push, interrupted removals", PLAIN, LAYERS_IN_ONE)
            .stages("push", new GcClient(PLAIN, ONE).push())
            .stages("collector", new GcCollector(PLAIN).run())
            .interruption(GcScenes.STORE));
  }

  @Test
  void push_whileTheCollectorIsKilled_isWhole() {
    GcExploration.holdsInLessTime(
        scene("push, collector killed", PLAIN, LAYERS_IN_ONE)
            .stages("push", new GcClient(PLAIN, ONE).uploadAndPush())
            .stages("collector", new GcCollector(PLAIN).run())
            .stages("other collector", new GcCollector(PLAIN).run())
            .crash("kill", "collector"));
  }

  @Test
  void layerClaimedBeforeARun_isNotCondemned() {
    GcExploration.holds(GcStories.claimed(Stepped::fresh));
  }

  @Test
  void layerBeingRemoved_isNeverALinkToNothing() {
    GcExploration.holds(GcStories.links(Stepped::fresh));
  }

  @Test
  void everybodyKilledAtAnyMoment_leavesNothingThatALaterSweepDoesNotTake() {
    GcExploration.holds(GcStories.killedAndSwept(new GcCollector(PLAIN)));
  }

  @Test
  void everybodyKilledAtAnyMoment_leavesNothingThatBlocksALaterPush() {
    GcExploration.holds(
        GcStories.killed("killed, pushed")
            .then()
            .stages("late push", new GcClient(PLAIN, TWO).uploadAndPush()));
  }

  @Test
  void onlyProcess_killedAndStartedAgain_isWhole() {
    GcExploration.holds(GcStories.restarted(true));
  }

  @Test
  void push_whileMachinesAreSetToAnotherTime_isWhole() {
    GcExploration.holds(
        scene("push, wall clock set", PLAIN, LAYERS_IN_ONE)
            .stages(
                "push",
                new GcClient(
                        PLAIN, ONE, steps -> Stepped.fresh(steps).datedBy(steps.clock(Times.WALL)))
                    .uploadAndPush())
            .stages("collector", new GcCollector(PLAIN).run())
            .operation(
                "wall clock",
                steps -> {
                  steps.jump(Times.WALL, Duration.ofDays(3_650));
                  steps.jump(Times.WALL, Duration.ofDays(-7_300));
                }));
  }

  @Test
  void uploadAndPush_inTheOnlyProcess_isWhole() {
    GcExploration.holdsInTime(
        scene("upload, push in the only process", PLAIN, LAYERS_IN_ONE)
            .stages("push", "server", new GcClient(PLAIN, ONE, Stepped::alone).uploadAndPush())
            .stages("collector", "server", new GcCollector(PLAIN, Stepped::alone).run()));
  }

  @Test
  void headAndPush_inTheOnlyProcess_isWhole() {
    GcExploration.holdsInTime(
        scene("HEAD, push in the only process", PLAIN, LAYERS_IN_ONE)
            .stages("push", "server", new GcClient(PLAIN, ONE, Stepped::alone).askAndPush())
            .stages("collector", "server", new GcCollector(PLAIN, Stepped::alone).run()));
  }

  @Test
  void claims_outliveTheRunsThatNeedThem() {
    GcExploration.holds(GcStories.slowRun(GcStories.LONG_RUN));
  }

  private static void besideACollector(Scenario scenario) {
    besideACollector(PLAIN, scenario);
  }

  private static void besideACollector(GcImage image, Scenario scenario) {
    GcExploration.holdsInTime(scenario.stages("collector", new GcCollector(image).run()));
  }
}
