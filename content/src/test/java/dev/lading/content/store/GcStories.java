package dev.lading.content.store;

import static dev.lading.content.store.GcImage.PLAIN;
import static dev.lading.content.store.GcImage.TAGGED;
import static dev.lading.content.store.GcScenes.ONE;
import static dev.lading.content.store.GcScenes.TWO;
import static dev.lading.content.store.GcScenes.YEARS;
import static dev.lading.content.store.GcScenes.scene;

import dev.lading.content.Digest;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.RunNumber;
import dev.lading.content.claim.Runs.Run;
import dev.lading.content.interleaving.Scenario;
import dev.lading.content.interleaving.Steps;
import dev.lading.content.interleaving.Times;
import dev.lading.content.store.GcScenes.Old;
import java.util.Optional;
import java.util.function.Function;

/** Scenarios that are explored as they are, and with one thing done wrong. */
final class GcStories {
  static final GcTerms LONG_RUN = Stepped.terms(Stepped.TICK, Stepped.TICK.multipliedBy(2));

  static final Digest MOVED = Doomed.Link.Tagged.claimed(ONE, GcImage.TAG);

  private GcStories() {}

  /** P2, when everybody is killed at any one moment, or not, and years later one collector runs. */
  static Scenario killedAndSwept(GcCollector sweeper) {
    return GcProperties.leavesNothing(
        PLAIN, later(killed("killed, swept")).stages("sweeper", sweeper.run()));
  }

  static Scenario killed(String name) {
    return scene(name, PLAIN, Old.LAYERS_IN_ONE)
        .stages("push", new GcClient(PLAIN, ONE).uploadAndPush())
        .stages("collector", new GcCollector(PLAIN).run())
        .crash("power", "push", "collector")
        .clock(1);
  }

  static Scenario later(Scenario scenario) {
    return scenario.then().operation("years", steps -> steps.pass(YEARS)).then();
  }

  /** P5, while a collector removes the layer. */
  static Scenario links(Function<Steps, Stepped> sweeper) {
    return GcProperties.linksLeadSomewhere(
        scene("links", PLAIN, Old.LAYERS_IN_ONE)
            .stages("collector", new GcCollector(PLAIN, sweeper).run()));
  }

  /** P6, when somebody has just asked for the layer. */
  static Scenario claimed(Function<Steps, Stepped> sweeper) {
    return GcProperties.condemnsNothing(
        scene("claimed", PLAIN, Old.LAYERS_IN_ONE)
            .given(GcScenes::claimed)
            .stages("push", new GcClient(PLAIN, ONE).push())
            .stages("collector", new GcCollector(PLAIN, sweeper).run()));
  }

  /** A tag that is pushed while a collector removes it, for what it named so far. */
  static Scenario tagMoved(Function<Steps, Stepped> writer) {
    return scene("tag moved", TAGGED, Old.LAYERS_IN_ONE, Old.TAG_OF_ANOTHER_IN_ONE)
        .stages("push", new GcClient(TAGGED, ONE, writer).push())
        .operation("collector", GcStories::removeTag);
  }

  private static void removeTag(Steps steps) {
    ContentStore store = Stepped.replica(steps);
    Run run = store.collecting().runs().begin().orElseThrow();
    Optional<Digest> named = store.tags().resolve(ONE, GcImage.TAG);
    if (named.filter(GcImage.TWO_LAYERS.digest()::equals).isPresent()) {
      Doomed doomed = Doomed.ofTag(ONE, GcImage.TAG, named.get());
      store.collecting().removals().remove(doomed, run, false);
    }
  }

  /**
   * A run that looked before the push and takes two ticks for what it found, beside another that
   * deletes old claims.
   *
   * @param others what the other believes that runs may take
   */
  static Scenario slowRun(GcTerms others) {
    Run slow = new Run(RunNumber.FIRST, Times.START.plus(YEARS));
    return scene("push, slow run", PLAIN, Old.LAYERS_IN_ONE)
        .stages("push", new GcClient(PLAIN, ONE, GcStories::longRun).push())
        .stages("collector", new GcCollector(PLAIN, GcStories::longRun).sweep(slow))
        .stages("other", new GcCollector(PLAIN, steps -> Stepped.fresh(steps).on(others)).forget())
        .clock(2);
  }

  private static Stepped longRun(Steps steps) {
    return Stepped.fresh(steps).on(LONG_RUN);
  }

  /**
   * P3, when the only process is killed at any moment, or not, and started again.
   *
   * @param lifts whether it then takes old marks away
   */
  static Scenario restarted(boolean lifts) {
    return scene("one process, killed and started again", PLAIN, Old.LAYERS_IN_ONE)
        .stages("push", "server", new GcClient(PLAIN, ONE, Stepped::alone).uploadAndPush())
        .stages("collector", "server", new GcCollector(PLAIN, Stepped::alone).run())
        .crash("kill", "push", "collector")
        .then()
        .operation("start", "again", steps -> start(steps, lifts))
        .then()
        .stages("late push", "again", new GcClient(PLAIN, TWO, Stepped::alone).uploadAndPush());
  }

  private static void start(Steps steps, boolean lifts) {
    if (lifts) {
      Stepped.single(steps).collecting().marks().dropAll();
    }
  }

  /**
   * P7: an acknowledged image is pulled, whatever a collector does.
   *
   * @param waits whether who pulls looks at marks, as who pushes does
   */
  static Scenario pull(boolean waits) {
    return scene("push, pull", PLAIN, Old.LAYERS_IN_ONE)
        .stages("push", new GcClient(PLAIN, ONE).push())
        .stages("collector", new GcCollector(PLAIN).run())
        .operation("pull", steps -> pull(steps, waits));
  }

  private static void pull(Steps steps, boolean waits) {
    if (steps.fact(GcScenes.pushed(ONE)) == 0) {
      return;
    }
    ContentStore store = Stepped.fresh(steps).waitingBy(_ -> waited()).open();
    Digest layer = GcImage.LAYER.named();
    boolean isThere =
        store.manifests().find(ONE, PLAIN.digest()).isPresent()
            && (waits ? store.blobs().findToRelyOn(ONE, layer) : store.blobs().find(ONE, layer))
                .isPresent();
    if (!isThere) {
      throw new IllegalStateException("P7: a pull was told unknown");
    }
  }

  private static void waited() {
    throw new IllegalStateException("P7: a pull was kept waiting");
  }
}
