package dev.lading.content.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.claim.GcKeys;
import dev.lading.content.interleaving.Scenario;
import dev.lading.content.interleaving.Steps;
import dev.lading.content.interleaving.View;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the scenarios of the collector begin with, about one image in two repositories, and what has
 * to hold in all of them.
 */
record GcScenes(GcImage image) {
  static final RepositoryName ONE = RepositoryName.parse("one");
  static final RepositoryName TWO = RepositoryName.parse("two");
  static final List<RepositoryName> REPOSITORIES = List.of(ONE, TWO);
  static final String STORE = "docker/";
  static final String PROTOCOL = "lading/state/gc/";
  static final Duration YEARS = Stepped.TERMS.claimLife().multipliedBy(9);

  /** What an older time left. */
  enum Old {
    LAYERS_IN_ONE,
    LAYERS_IN_TWO,
    MANIFEST,
    /** Of the index that is not there yet. */
    UNTAGGED_CHILD_IN_ONE,
    /** What the image is pushed as names another one. */
    TAG_OF_ANOTHER_IN_ONE,
    ACKNOWLEDGED_IN_ONE,
    ACKNOWLEDGED_IN_TWO
  }

  /** P1: an acknowledged image that nobody removed misses nothing. */
  static Scenario scene(String name, GcImage image, Old... old) {
    GcScenes scenes = new GcScenes(image);
    return Scenario.named(name)
        .timed(Stepped.TICK, PROTOCOL)
        .given(
            steps -> {
              List.of(old).forEach(each -> scenes.prepare(steps, each));
              steps.pass(YEARS);
            })
        .always("P1", scenes.watched(), scenes::missing);
  }

  private void prepare(Steps steps, Old old) {
    switch (old) {
      case LAYERS_IN_ONE -> layers(steps.driver(), ONE);
      case LAYERS_IN_TWO -> layers(steps.driver(), TWO);
      case MANIFEST -> bytes(steps.driver(), image);
      case UNTAGGED_CHILD_IN_ONE ->
          image.child().ifPresent(it -> revision(steps.driver(), ONE, it));
      case TAG_OF_ANOTHER_IN_ONE ->
          link(steps.driver(), image.root(ONE), GcImage.TWO_LAYERS.digest());
      case ACKNOWLEDGED_IN_ONE -> acknowledged(steps, ONE);
      case ACKNOWLEDGED_IN_TWO -> acknowledged(steps, TWO);
    }
  }

  private void acknowledged(Steps steps, RepositoryName name) {
    layers(steps.driver(), name);
    image.child().ifPresent(child -> revision(steps.driver(), name, child));
    revision(steps.driver(), name, image);
    link(steps.driver(), image.root(name), image.digest());
    steps.note(pushed(name), _ -> 1);
  }

  private void layers(StorageDriver driver, RepositoryName name) {
    for (GcImage.Blob blob : image.allBlobs()) {
      driver.write(Layout.blobData(blob.canonical()), blob.bytes());
      link(driver, Layout.layerLink(name, blob.named()), blob.canonical());
    }
  }

  private static void revision(StorageDriver driver, RepositoryName name, GcImage image) {
    bytes(driver, image);
    link(driver, Layout.revisionLink(name, image.digest()), image.digest());
  }

  private static void bytes(StorageDriver driver, GcImage image) {
    driver.write(Layout.blobData(image.digest()), image.json().getBytes(UTF_8));
  }

  private static void link(StorageDriver driver, Key key, Digest digest) {
    driver.write(key, digest.toString().getBytes(UTF_8));
  }

  /** Somebody has just asked for the layer, and was told that it is there. */
  static void claimed(Steps steps) {
    Digest layer = GcImage.LAYER.named();
    steps.driver().write(GcKeys.claims(layer).resolve(new UUID(0, 0).toString()), new byte[0]);
  }

  /** A collector was just killed that was about to remove the layer. */
  static void condemned(Steps steps) {
    Digest layer = GcImage.LAYER.named();
    steps
        .driver()
        .write(GcKeys.CONDEMNED.resolve("sha256/" + layer.hex() + "/000000000001"), new byte[0]);
    steps.driver().write(GcKeys.RUNS.resolve("000000000001/began"), new byte[0]);
  }

  /**
   * A fact: the number of removals that had begun or ended when the push began that was answered
   * last, and one; 0 before the first.
   */
  static String pushed(RepositoryName name) {
    return "pushed " + name;
  }

  /** A fact: how many removals have begun, and have ended, altogether. */
  static String removed(RepositoryName name) {
    return "removed " + name;
  }

  /** A fact: when the claim was looked at last before an upload was answered, in nanoseconds. */
  static String uploaded(RepositoryName name) {
    return "uploaded " + name;
  }

  /** Whether a push was answered, and no removal went on or began since that push did. */
  private static boolean isAcknowledged(View view, RepositoryName name) {
    long removals = view.fact(removed(name));
    return removals % 2 == 0 && view.fact(pushed(name)) == removals + 1;
  }

  private Optional<String> missing(View view) {
    return REPOSITORIES.stream()
        .filter(name -> isAcknowledged(view, name))
        .flatMap(name -> Stream.concat(missingKeys(view, name), missingBlobs(view, name)))
        .map(key -> key + " is missing")
        .findFirst();
  }

  private Stream<Key> missingKeys(View view, RepositoryName name) {
    return image.keys(name).stream().filter(key -> !view.has(key));
  }

  private Stream<Key> missingBlobs(View view, RepositoryName name) {
    return image.allBlobs().stream().flatMap(blob -> missing(view, name, blob).stream());
  }

  /** The link, or what it leads to. */
  private static Optional<Key> missing(View view, RepositoryName name, GcImage.Blob blob) {
    Key link = Layout.layerLink(name, blob.named());
    return view.read(link)
        .map(target -> Layout.blobData(Digest.parse(new String(target, UTF_8))))
        .map(data -> view.has(data) ? Optional.<Key>empty() : Optional.of(data))
        .orElse(Optional.of(link));
  }

  private List<String> watched() {
    return REPOSITORIES.stream()
        .flatMap(
            name ->
                Stream.concat(
                    Stream.concat(image.keys(name).stream(), blobKeys(name)).map(Key::path),
                    Stream.of(Scenario.fact(pushed(name)), Scenario.fact(removed(name)))))
        .distinct()
        .toList();
  }

  /** Of layers: their links, and what these may lead to. */
  Stream<Key> blobKeys(RepositoryName name) {
    return image.allBlobs().stream()
        .flatMap(
            blob ->
                Stream.of(
                    Layout.layerLink(name, blob.named()),
                    Layout.blobData(blob.named()),
                    Layout.blobData(blob.canonical())));
  }
}
