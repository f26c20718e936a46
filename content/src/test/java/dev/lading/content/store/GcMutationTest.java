package dev.lading.content.store;

import static dev.lading.content.store.GcImage.ALIASED;
import static dev.lading.content.store.GcImage.INDEX;
import static dev.lading.content.store.GcImage.PLAIN;
import static dev.lading.content.store.GcScenes.ONE;
import static dev.lading.content.store.GcScenes.Old.LAYERS_IN_ONE;
import static dev.lading.content.store.GcScenes.Old.UNTAGGED_CHILD_IN_ONE;
import static dev.lading.content.store.GcScenes.scene;

import dev.lading.content.interleaving.Scenario;
import dev.lading.content.interleaving.Steps;
import dev.lading.content.interleaving.Times;
import dev.lading.content.store.GcCollector.Fault;
import dev.lading.content.store.GcLies.AskingTheTimeEarly;
import dev.lading.content.store.GcLies.BlindForMarks;
import dev.lading.content.store.GcLies.ClaimingLate;
import dev.lading.content.store.GcLies.DataFirst;
import dev.lading.content.store.GcLies.Forgetful;
import dev.lading.content.store.GcLies.ForgettingClaims;
import dev.lading.content.store.GcLies.LiftingEarly;
import dev.lading.content.store.GcLies.LookingEarly;
import dev.lading.content.store.GcLies.NeverOld;
import dev.lading.content.store.GcLies.NotLookingAgain;
import dev.lading.content.store.GcLies.NotLookingFirst;
import dev.lading.content.store.GcLies.Renaming;
import dev.lading.content.store.GcLies.TakingForDone;
import dev.lading.content.store.GcLies.Unfenced;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each step of the collector's protocol is needed: without it, or in another place, something is
 * found broken by the scenario that is there for it. The traces are those of docs/gc.md.
 */
class GcMutationTest {
  private static final String P1 = "P1: .* is missing";
  private static final String P2 = "P2: .* is left";
  private static final String P3 = ".*P3: told to come again once more";
  private static final String P4 = "P4: .* is missing";
  private static final String P5 = "P5: .* leads to nothing";
  private static final String P6 = "P6: .* is there";

  @ParameterizedTest
  @MethodSource({"writers", "times", "collectors", "orders", "leftovers"})
  void protocol_withOneStepBroken_isFoundBroken(Supplier<Scenario> scenario, String violation) {
    GcExploration.breaks(scenario.get(), violation);
  }

  static Stream<Arguments> writers() {
    return Stream.of(
        broken("nothing is claimed", P1, push(d -> new Forgetful(d, GcLies::isClaim))),
        broken(
            "trace 1: the manifest itself is not claimed",
            P1,
            push(d -> new Forgetful(d, GcLies.isClaimOf(PLAIN.digest())))),
        broken("marks are read before the claim is written", P1, push(ClaimingLate::new)),
        broken("data is looked at before marks are read", P1, push(LookingEarly::new)),
        broken("marks are not looked at", P1, push(BlindForMarks::new)),
        broken(
            "trace 11: the revision link is not looked at again",
            "tags name something: dangling",
            ContentInterleavingTest::pushWithoutASecondLook),
        broken(
            "tags are not claimed",
            P1,
            () ->
                GcStories.tagMoved(
                    GcLies.over(d -> new Forgetful(d, GcLies.isClaimOf(GcStories.MOVED))))),
        broken(
            "an upload claims nothing",
            P4,
            () -> upload(GcLies.over(d -> new Forgetful(d, GcLies::isClaim)), Stepped::fresh)),
        broken(
            "trace 6: claims have one name, and are deleted with their mark",
            P4,
            () ->
                upload(
                    GcLies.over(d -> new Renaming(d, GcLies::isClaim)),
                    GcLies.over(ForgettingClaims::new))),
        broken("trace 13: pulls look at marks", ".*P7: .*", () -> GcStories.pull(true)));
  }

  static Stream<Arguments> times() {
    return Stream.of(
        broken("trace 2: no deadline", P1, () -> push(GcLies::timeless, Stepped::fresh).clock(1)),
        broken(
            "trace 2: the deadline is looked at before the link is written",
            P1,
            () ->
                push(steps -> AskingTheTimeEarly.before(steps, PLAIN.root(ONE)), Stepped::fresh)
                    .clock(1)),
        broken(
            "trace 8: nothing is claimed again after waiting",
            P1,
            () ->
                push(GcMutationTest::neverOld, Stepped::fresh).given(GcScenes::condemned).clock(1)),
        broken(
            "a claim is shared however old it is",
            P1,
            () ->
                scene("HEAD, push", PLAIN, LAYERS_IN_ONE)
                    .stages("push", new GcClient(PLAIN, ONE, GcMutationTest::neverOld).askAndPush())
                    .stages("collector", new GcCollector(PLAIN).run())
                    .clock(1)),
        broken(
            "writers have another grace",
            P1,
            () ->
                push(
                        steps -> Stepped.fresh(steps).on(Stepped.terms(days(1), days(1))),
                        Stepped::fresh)
                    .clock(1)),
        broken(
            "trace 9: what was claimed is measured from the sweep",
            P1,
            () -> push(new GcCollector(PLAIN, Fault.CUTS_LATE)).clock(1)),
        broken(
            "trace 9: a run begins after its first look",
            P1,
            () -> push(new GcCollector(PLAIN, Fault.BEGINS_LATE)).clock(1)),
        broken(
            "trace 9: the store's clock jumps by a grace",
            P1,
            () ->
                push(new GcCollector(PLAIN))
                    .operation("jump", steps -> steps.jump(Times.STORE, Stepped.TICK))));
  }

  static Stream<Arguments> collectors() {
    return Stream.of(
        broken("no marks", P1, sweep(d -> new Forgetful(d, GcLies::isMark))),
        broken("claims are not read again after the mark", P1, sweep(NotLookingAgain::new)),
        broken(
            "trace 12: claims are not read before the mark",
            P6,
            () -> GcStories.claimed(GcLies.over(NotLookingFirst::new))),
        broken("marks go before what they announce", P1, sweep(LiftingEarly::new)),
        broken(
            "marks go when nobody knows what came of the removal",
            P1,
            () ->
                push(new GcCollector(PLAIN, GcLies.over(TakingForDone::new)))
                    .interruption(GcScenes.STORE)),
        broken(
            "trace 5: marks expire, and removals do not",
            P1,
            () -> push(new GcCollector(PLAIN, GcLies.over(Unfenced::new))).clock(1)),
        broken(
            "trace 3: marks of two runs have one name",
            P1,
            () -> {
              Function<Steps, Stepped> sharing = GcLies.over(d -> new Renaming(d, GcLies::isMark));
              return push(new GcCollector(PLAIN, sharing))
                  .stages("other collector", new GcCollector(PLAIN, sharing).run());
            }),
        broken(
            "trace 7: claims go while an older run needs them",
            P1,
            () -> GcStories.slowRun(Stepped.terms(Stepped.TICK, Duration.ZERO))));
  }

  static Stream<Arguments> orders() {
    return Stream.of(
        broken("trace 10: what is kept keeps nothing", P1, () -> index(Fault.KEEPS_ONE)),
        broken("trace 10: layers go before manifests", P1, () -> index(Fault.GOES_UP)),
        broken(
            "bytes are claimed by one of their names",
            P1,
            () ->
                scene("push by another digest", ALIASED, LAYERS_IN_ONE)
                    .stages("push", new GcClient(ALIASED, ONE).push())
                    .stages("collector", new GcCollector(ALIASED, Fault.KNOWS_ONE_NAME).run())),
        broken("data goes before links", P5, () -> GcStories.links(GcLies.over(DataFirst::new))));
  }

  static Stream<Arguments> leftovers() {
    return Stream.of(
        broken(
            "trace 4: only what has data is swept",
            P2,
            () -> GcStories.killedAndSwept(new GcCollector(PLAIN, Fault.SEES_DATA_ONLY))),
        broken(
            "trace 4: marks that bind nobody stay",
            P2,
            () -> GcStories.killedAndSwept(new GcCollector(PLAIN, Fault.LEAVES_MARKS))),
        broken(
            "trace 4: a process that restarts leaves marks", P3, () -> GcStories.restarted(false)));
  }

  private static Arguments broken(String what, String violation, Supplier<Scenario> scenario) {
    return Arguments.of(Named.of(what, scenario), violation);
  }

  private static Supplier<Scenario> push(UnaryOperator<StorageDriver> lie) {
    return () -> push(GcLies.over(lie), Stepped::fresh);
  }

  private static Supplier<Scenario> sweep(UnaryOperator<StorageDriver> lie) {
    return () -> push(Stepped::fresh, GcLies.over(lie));
  }

  private static Scenario push(GcCollector collector) {
    return scene("push", PLAIN, LAYERS_IN_ONE)
        .stages("push", new GcClient(PLAIN, ONE).push())
        .stages("collector", collector.run());
  }

  private static Scenario push(Function<Steps, Stepped> writer, Function<Steps, Stepped> sweeper) {
    return scene("push", PLAIN, LAYERS_IN_ONE)
        .stages("push", new GcClient(PLAIN, ONE, writer).push())
        .stages("collector", new GcCollector(PLAIN, sweeper).run());
  }

  private static Scenario upload(
      Function<Steps, Stepped> writer, Function<Steps, Stepped> sweeper) {
    return GcProperties.keepsUploads(
        scene("upload", PLAIN, LAYERS_IN_ONE)
            .stages("upload", new GcClient(PLAIN, ONE, writer).upload())
            .stages("collector", new GcCollector(PLAIN, sweeper).run())
            .stages("other collector", new GcCollector(PLAIN).run()));
  }

  private static Scenario index(Fault fault) {
    return scene("push of an index", INDEX, LAYERS_IN_ONE, UNTAGGED_CHILD_IN_ONE)
        .stages("push", new GcClient(INDEX, ONE).push())
        .stages("collector", new GcCollector(INDEX, fault).run());
  }

  private static Stepped neverOld(Steps steps) {
    Stepped process = Stepped.process(steps);
    return process.remembering(new NeverOld(process.memory()));
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }
}
