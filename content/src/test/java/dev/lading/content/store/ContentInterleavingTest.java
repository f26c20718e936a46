package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.chunks;
import static dev.lading.content.store.TestStore.imageOf;
import static dev.lading.content.store.TestStore.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.ContentException.BlobUnknown;
import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.interleaving.Report;
import dev.lading.content.interleaving.Scenario;
import dev.lading.content.interleaving.Steps;
import dev.lading.content.interleaving.View;
import dev.lading.content.interleaving.Violation;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.StorageDriver;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** All orders in which a few requests can take their steps on one store, without a collector. */
class ContentInterleavingTest {
  private static final String IMAGE = imageOf("config");
  private static final Digest MANIFEST = sha256(IMAGE);
  private static final Digest CONFIG = sha256("config");
  private static final Tag TAG = Tag.parse("t");
  private static final Key TAG_LINK = Layout.tagLink(REPO, TAG);
  private static final Key REVISION = Layout.revisionLink(REPO, MANIFEST);
  private static final List<String> ALL = List.of("docker/", "@fact/");

  @Test
  void tagPushed_whileItsManifestIsRemoved_neverNamesNothing() {
    Report report = pushAgainstRemoval(Stepped::replica, Stepped::replica).explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
    assertThat(report.worlds()).hasSizeGreaterThan(2);
  }

  @Test
  void tagPushed_inTheProcessThatRemovesItsManifest_neverNamesNothing() {
    Report report = pushAgainstRemoval(Stepped::single, Stepped::single).explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
  }

  /** Trace 11 of the protocol: the push does not look again. */
  @Test
  void tagPushed_withoutALookAtTheRevisionAfterwards_namesNothing() {
    Scenario scenario = pushWithoutASecondLook();
    Violation violation = scenario.explore().violation().orElseThrow();
    assertThat(violation.what()).isEqualTo("tags name something: dangling");
    assertThat(scenario.replay(violation.schedule())).isEqualTo(violation);
  }

  static Scenario pushWithoutASecondLook() {
    return pushAgainstRemoval(
        steps -> Stepped.fresh(steps).over(BlindAfterTag::new).open(), Stepped::replica);
  }

  /** The removal does not look for tags that came meanwhile. */
  @Test
  void manifestRemoved_withoutASecondLookForTags_leavesATagThatNamesNothing() {
    Scenario scenario =
        pushAgainstRemoval(
            Stepped::replica, steps -> Stepped.fresh(steps).over(BlindAfterUnlink::new).open());
    assertThat(scenario.explore().violation().orElseThrow().what())
        .isEqualTo("tags name something: dangling");
  }

  private static Scenario pushAgainstRemoval(
      Function<Steps, ContentStore> pusher, Function<Steps, ContentStore> remover) {
    return Scenario.named("push by tag, removal of the manifest")
        .given(steps -> push(Stepped.single(steps), CONFIG))
        .operation("push", "process", steps -> put(pusher.apply(steps)))
        .operation("removal", "process", steps -> remove(remover.apply(steps)))
        .atTheEnd("tags name something", ALL, ContentInterleavingTest::namesSomething);
  }

  private static Optional<String> namesSomething(View view) {
    return view.has(TAG_LINK) && !view.has(REVISION) ? Optional.of("dangling") : Optional.empty();
  }

  private static void push(ContentStore store, Digest digest) {
    store.uploads().put(REPO, digest, chunks("config".getBytes(UTF_8)));
  }

  private static void put(ContentStore store) {
    store
        .manifests()
        .put(new Manifests.Push(REPO, TAG, List.of(), Optional.empty(), IMAGE.getBytes(UTF_8)));
  }

  private static void remove(ContentStore store) {
    try {
      store.manifests().remove(REPO, MANIFEST);
    } catch (ManifestUnknown _) {
      // It came before the push.
    }
  }

  @Test
  void sameBlob_uploadedTwiceAtOnce_isWholeForWhoeverWasAnswered() {
    Report report =
        Scenario.named("two uploads of one blob, one killed")
            .operation("one", steps -> upload(steps, REPO))
            .operation("other", steps -> upload(steps, OTHER))
            .crash("crash", "other")
            .always("answered is there", ALL, ContentInterleavingTest::answeredIsThere)
            .atTheEnd(
                "one is answered",
                ALL,
                view -> view.fact("a/b") == 1 ? Optional.empty() : Optional.of("not"))
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
  }

  private static void upload(Steps steps, RepositoryName name) {
    Stepped.replica(steps).uploads().put(name, CONFIG, chunks("config".getBytes(UTF_8)));
    steps.note(name.name(), _ -> 1);
  }

  private static Optional<String> answeredIsThere(View view) {
    return List.of(REPO, OTHER).stream()
        .filter(name -> view.fact(name.name()) == 1)
        .filter(
            name -> !view.has(Layout.layerLink(name, CONFIG)) || !view.has(Layout.blobData(CONFIG)))
        .map(RepositoryName::name)
        .findFirst();
  }

  @Test
  void blob_mountedWhileItIsRemovedFromItsSource_isThereOrRefused() {
    Report report =
        Scenario.named("mount, removal from the source")
            .given(steps -> push(Stepped.single(steps), CONFIG))
            .operation(
                "mount",
                steps -> {
                  if (Stepped.replica(steps)
                      .blobs()
                      .mount(OTHER, CONFIG, List.of(REPO))
                      .isPresent()) {
                    steps.note(OTHER.name(), _ -> 1);
                  }
                })
            .operation("removal", steps -> removeBlob(Stepped.replica(steps)))
            .always("answered is there", ALL, ContentInterleavingTest::answeredIsThere)
            .explore();
    assertThat(report.violation()).as(report::toString).isEmpty();
    // Mounted; refused at once; refused with a claim that was written in vain.
    assertThat(report.worlds()).hasSize(3);
  }

  private static void removeBlob(ContentStore store) {
    try {
      store.blobs().remove(REPO, CONFIG);
    } catch (BlobUnknown e) {
      throw new IllegalStateException(e);
    }
  }

  /** Believes that the revision is there once it has set the tag. */
  private static final class BlindAfterTag extends ForwardingDriver {
    private boolean isBlind;

    BlindAfterTag(StorageDriver driver) {
      super(driver);
    }

    @Override
    public void write(Key key, byte[] bytes) {
      super.write(key, bytes);
      isBlind |= key.equals(TAG_LINK);
    }

    @Override
    public Optional<byte[]> read(Key key, int limitBytes) {
      return isBlind && key.equals(REVISION)
          ? Optional.of(MANIFEST.toString().getBytes(UTF_8))
          : super.read(key, limitBytes);
    }
  }

  /** Sees no tags once it has removed the revision. */
  private static final class BlindAfterUnlink extends ForwardingDriver {
    private boolean isBlind;

    BlindAfterUnlink(StorageDriver driver) {
      super(driver);
    }

    @Override
    public void delete(Key key) {
      super.delete(key);
      isBlind |= key.equals(REVISION);
    }

    @Override
    public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
      return isBlind ? List.of() : super.list(prefix, after, limit);
    }
  }
}
