package dev.lading.content.store;

import static dev.lading.content.store.GcScenes.ONE;

import dev.lading.content.claim.GcKeys;
import dev.lading.content.interleaving.Scenario;
import dev.lading.content.interleaving.Times;
import dev.lading.content.interleaving.View;
import dev.lading.storage.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has to hold in some scenarios of the collector, beside P1 in all of them: names and words as
 * in docs/gc.md. P3 and P7 are asked by those who are told the answers.
 */
final class GcProperties {
  private static final Key DATA = Layout.blobData(GcImage.LAYER.named());
  private static final Key MARKS =
      GcKeys.CONDEMNED.resolve("sha256/" + GcImage.LAYER.named().hex());
  private static final Key LINK = Layout.layerLink(ONE, GcImage.LAYER.named());

  private GcProperties() {}

  /** P2: nothing is left that nobody needs, and of the protocol's own only records of runs. */
  static Scenario leavesNothing(GcImage image, Scenario scenario) {
    return scenario.atTheEnd(
        "P2",
        List.of(GcScenes.STORE, GcScenes.PROTOCOL),
        view -> leftOver(new GcScenes(image), view));
  }

  private static Optional<String> leftOver(GcScenes scenes, View view) {
    boolean isNeeded =
        GcScenes.REPOSITORIES.stream().anyMatch(name -> view.has(scenes.image().root(name)));
    Stream<Key> unneeded =
        GcScenes.REPOSITORIES.stream()
            .filter(name -> !view.has(scenes.image().root(name)))
            .flatMap(
                name -> Stream.concat(scenes.image().keys(name).stream(), scenes.blobKeys(name)))
            .filter(key -> !isNeeded || !key.path().endsWith("/data"));
    return Stream.concat(
            unneeded.filter(view::has),
            Stream.of(GcKeys.CONDEMNED, GcKeys.CLAIMS).flatMap(each -> view.keys(each).stream()))
        .map(key -> key + " is left")
        .findFirst();
  }

  /** P4: an upload that was answered stays for a quarter of the grace. */
  static Scenario keepsUploads(Scenario scenario) {
    return scenario.always(
        "P4",
        List.of(
            Times.STORE.clock(), Scenario.fact(GcScenes.uploaded(ONE)), DATA.path(), LINK.path()),
        view ->
            isYoung(view)
                ? Stream.of(LINK, DATA)
                    .filter(key -> !view.has(key))
                    .map(key -> key + " is missing")
                    .findFirst()
                : Optional.empty());
  }

  private static boolean isYoung(View view) {
    long answered = view.fact(GcScenes.uploaded(ONE));
    Duration age = Duration.between(Times.START.plusNanos(answered), view.now(Times.STORE));
    return answered > 0 && age.compareTo(Stepped.TERMS.shared()) < 0;
  }

  /** P5: no link of a layer leads to nothing. */
  static Scenario linksLeadSomewhere(Scenario scenario) {
    return scenario.always(
        "P5",
        List.of(DATA.path(), LINK.path()),
        view ->
            view.has(LINK) && !view.has(DATA)
                ? Optional.of(LINK + " leads to nothing")
                : Optional.empty());
  }

  /** P6: a layer that was claimed before a run began is not condemned by it. */
  static Scenario condemnsNothing(Scenario scenario) {
    return scenario.always(
        "P6",
        List.of(MARKS.path() + "/"),
        view -> view.keys(MARKS).stream().map(key -> key + " is there").findFirst());
  }
}
