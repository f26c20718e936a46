package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.descriptor;
import static dev.lading.content.store.TestStore.imageOf;
import static dev.lading.content.store.TestStore.sha256;
import static dev.lading.content.store.TestStore.sha512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.content.Algorithm;
import dev.lading.content.Change.ManifestPulled;
import dev.lading.content.Change.ManifestPushed;
import dev.lading.content.Change.ManifestRemoved;
import dev.lading.content.Change.TagRemoved;
import dev.lading.content.Change.TagSet;
import dev.lading.content.ContentException.DigestMismatch;
import dev.lading.content.ContentException.ManifestFault;
import dev.lading.content.ContentException.ManifestInvalid;
import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.ContentException.ReferencesUnknown;
import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.MediaType;
import dev.lading.content.Tag;
import dev.lading.content.claim.GcKeys;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.StorageFull;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final String IMAGE = imageOf("config");
  private static final Digest DIGEST = sha256(IMAGE);
  private static final Tag V1 = Tag.parse("v1");
  private static final Tag V2 = Tag.parse("v2");
  private final TestStore store = TestStore.inMemory();

  @Test
  void put_byTag_isFoundByTagAndByDigest_byteForByte() {
    store.pushBlob(REPO, "config");
    Manifests.Pushed pushed = store.push(REPO, V1, IMAGE);
    assertThat(pushed).isEqualTo(new Manifests.Pushed(DIGEST, Optional.empty(), List.of()));
    assertThat(store.resolve(REPO, "v1")).contains(DIGEST);
    assertThat(store.manifest(REPO, DIGEST)).contains(IMAGE);
    assertThat(store.manifests().find(REPO, DIGEST))
        .map(StoredManifest::mediaType)
        .contains(MediaType.OCI_MANIFEST);
  }

  @Test
  void put_ofStrangeButValidJson_keepsEveryByte() {
    store.pushBlob(REPO, "config");
    String strange = "\n " + IMAGE.replace(",", " ,\t") + "\r\n";
    Digest digest = store.pushManifest(REPO, "v1", strange);
    assertThat(store.manifest(REPO, digest)).contains(strange);
  }

  @Test
  void put_bySha512_isKeptAndTaggedUnderThatName() {
    store.pushBlob(REPO, "config");
    Manifests.Pushed pushed = store.push(REPO, sha512(IMAGE), IMAGE, V1, V2);
    assertThat(pushed.digest()).isEqualTo(sha512(IMAGE));
    assertThat(pushed.tags()).containsExactly(V1, V2);
    assertThat(store.resolve(REPO, "v1")).contains(sha512(IMAGE));
    assertThat(store.manifest(REPO, sha512(IMAGE))).contains(IMAGE);
    assertThat(store.manifest(REPO, DIGEST)).isEmpty();
  }

  @Test
  void put_ofTheSameAgain_isFine() {
    store.pushBlob(REPO, "config");
    store.pushManifest(REPO, "v1", IMAGE);
    List<String> before = store.keys();
    store.pushManifest(REPO, "v1", IMAGE);
    assertThat(store.keys()).isEqualTo(before);
  }

  @Test
  void put_ofAnIndexOfIndexes_needsItsChildrenOnly() {
    Digest child = store.pushImage(REPO, "child");
    int size = imageOf("child").length();
    String index = TestStore.index(List.of(child), List.of(size));
    Digest inner = store.pushManifest(REPO, "inner", index);
    store.pushManifest(REPO, "outer", TestStore.index(List.of(inner), List.of(index.length())));
    store.pushManifest(REPO, "empty", TestStore.index(List.of(), List.of()));
    assertThat(store.list(REPO)).containsExactly("child", "empty", "inner", "outer");
  }

  @Test
  void put_withAMissingSubject_isAcceptedAndNamesIt() {
    store.pushBlob(REPO, "config");
    Digest subject = sha256("nowhere");
    Manifests.Pushed pushed = store.push(REPO, V1, TestStore.image("config", Optional.of(subject)));
    assertThat(pushed.subject()).contains(subject);
  }

  @Test
  void put_withANonDistributableLayer_doesNotNeedIt() {
    store.pushBlob(REPO, "config");
    String foreign =
        descriptor(sha256("elsewhere"), 9)
            .replace("a/type", "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");
    store.pushManifest(REPO, "v1", IMAGE.replace("\"layers\":[", "\"layers\":[" + foreign));
    assertThat(store.list(REPO)).containsExactly("v1");
  }

  @Test
  void put_withMissingBlobs_namesEachAndChangesNothing() {
    List<String> before = store.keys();
    ReferencesUnknown refused =
        catchThrowableOfType(
            ReferencesUnknown.class,
            () ->
                store.pushManifest(
                    REPO,
                    "v1",
                    IMAGE.replace(
                        "\"layers\":[", "\"layers\":[" + descriptor(sha256("layer"), 5))));
    assertThat(refused.blobs())
        .extracting(Descriptor::digest)
        .containsExactly(sha256("config"), sha256("layer"));
    assertThat(refused.manifests()).isEmpty();
    assertThat(store.keys()).isEqualTo(before);
    assertThat(store.told()).isEmpty();
  }

  @Test
  void put_withABlobOfAnotherRepository_isRefused() {
    store.pushBlob(OTHER, "config");
    assertThatThrownBy(() -> store.pushManifest(REPO, "v1", IMAGE))
        .isInstanceOf(ReferencesUnknown.class);
  }

  @Test
  void put_ofAnIndexWithAMissingChild_namesIt() {
    Digest elsewhere = store.pushImage(OTHER, "child");
    String index = TestStore.index(List.of(elsewhere), List.of(1));
    ReferencesUnknown refused =
        catchThrowableOfType(ReferencesUnknown.class, () -> store.pushManifest(REPO, "v1", index));
    assertThat(refused.manifests()).extracting(Descriptor::digest).containsExactly(elsewhere);
    assertThat(refused.blobs()).isEmpty();
  }

  @Test
  void put_withAWrongSize_isRefused_andHashesTheBlobOnce() {
    store.pushBlob(REPO, "config");
    String wrong = IMAGE.replace("\"size\":6", "\"size\":7");
    AtomicInteger hashed = new AtomicInteger();
    store.driver.watch(
        (verb, _) -> {
          if (verb == Verb.SOURCE) {
            hashed.incrementAndGet();
          }
        });
    for (int i = 0; i < 3; i++) {
      ManifestInvalid refused =
          catchThrowableOfType(ManifestInvalid.class, () -> store.pushManifest(REPO, "v1", wrong));
      assertThat(refused.fault()).isEqualTo(ManifestFault.SIZE_MISMATCH);
    }
    assertThat(hashed).hasValue(1);
  }

  /** A torn blob of somebody else's is told as missing, so that the client pushes it again. */
  @Test
  void put_overATornBlob_asksForItAgain_andThenIsAccepted() {
    store.pushBlob(REPO, "config");
    store.write(Layout.blobData(sha256("config")).path(), "conf");
    assertThatThrownBy(() -> store.pushManifest(REPO, "v1", IMAGE))
        .isInstanceOf(ReferencesUnknown.class);
    assertThat(store.blobs().find(REPO, sha256("config"))).isEmpty();
    store.pushBlob(REPO, "config");
    store.pushManifest(REPO, "v1", IMAGE);
    assertThat(store.read(REPO, sha256("config"))).isEqualTo("config");
  }

  /** As distribution links sha512 content: to its sha256. */
  @Test
  void put_withALayerLinkedUnderAnotherName_comparesWhatTheLinkNames() {
    store.pushBlob(REPO, "config");
    store.write(Layout.layerLink(REPO, sha512("config")).path(), sha256("config").toString());
    String named = IMAGE.replace(sha256("config").toString(), sha512("config").toString());
    store.pushManifest(REPO, "v1", named);
    ManifestInvalid refused =
        catchThrowableOfType(
            ManifestInvalid.class,
            () -> store.pushManifest(REPO, "v2", named.replace("\"size\":6", "\"size\":5")));
    assertThat(refused.fault()).isEqualTo(ManifestFault.SIZE_MISMATCH);
    assertThat(store.read(REPO, sha512("config"))).isEqualTo("config");
  }

  @Test
  void put_ofOtherBytesThanTheDigestNames_isRefused() {
    store.pushBlob(REPO, "config");
    List<String> before = store.keys();
    DigestMismatch refused =
        catchThrowableOfType(DigestMismatch.class, () -> store.push(REPO, sha256("other"), IMAGE));
    assertThat(refused.actual()).isEqualTo(DIGEST);
    assertThat(store.keys()).isEqualTo(before);
  }

  @Test
  void put_ofNoManifest_changesNothing() {
    List<String> before = store.keys();
    assertThatThrownBy(() -> store.pushManifest(REPO, "v1", "{"))
        .isInstanceOf(ManifestInvalid.class);
    assertThat(store.keys()).isEqualTo(before);
  }

  @Test
  void put_claims_andWritesBlobRevisionHistoryTag_inThisOrder() {
    store.pushBlob(REPO, "config");
    Recording recording = new Recording();
    store.driver.watch(recording);
    store.push(REPO, DIGEST, IMAGE, V1, V2);
    List<String> made = recording.changesMade();
    assertThat(made.getFirst()).startsWith("WRITE_TRANSIENT " + GcKeys.claims(DIGEST) + "/");
    assertThat(made.subList(1, 3)) // the tags
        .allSatisfy(claim -> assertThat(claim).startsWith("WRITE_TRANSIENT " + GcKeys.CLAIMS));
    assertThat(made.subList(3, made.size()))
        .containsExactly(
            "WRITE " + Layout.blobData(DIGEST),
            "WRITE " + Layout.revisionLink(REPO, DIGEST),
            "WRITE " + Layout.tagIndexLink(REPO, V1, DIGEST),
            "WRITE " + Layout.tagLink(REPO, V1),
            "WRITE " + Layout.tagIndexLink(REPO, V2, DIGEST),
            "WRITE " + Layout.tagLink(REPO, V2));
  }

  /** Fault injection at every call there is. What is visible afterwards must be whole. */
  @Test
  void put_failingAtAnyStep_leavesNothingHalfVisible_andCanBeDoneAgain() {
    for (int failing = 1; ; failing++) {
      TestStore fresh = TestStore.inMemory();
      fresh.pushBlob(REPO, "config");
      Failing failure = new Failing(failing);
      fresh.driver.watch(failure);
      boolean acknowledged = true;
      try {
        fresh.pushManifest(REPO, "v1", IMAGE);
      } catch (StorageFull _) {
        acknowledged = false;
      }
      fresh.driver.unwatch();
      if (!failure.happened()) {
        assertThat(failing).isGreaterThan(6);
        return;
      }
      assertThat(acknowledged).isFalse();
      requireWhole(fresh);
      fresh.pushManifest(REPO, "v1", IMAGE);
      requireWhole(fresh);
      assertThat(fresh.list(REPO)).containsExactly("v1");
      assertThat(fresh.catalog()).containsExactly(REPO.name());
    }
  }

  private static void requireWhole(TestStore store) {
    for (String tag : store.list(REPO)) {
      assertThat(store.resolve(REPO, tag))
          .hasValueSatisfying(to -> assertThat(store.manifest(REPO, to)).contains(IMAGE));
    }
  }

  @Test
  void put_whoseRevisionLinkVanishes_isDoneAgain() {
    store.pushBlob(REPO, "config");
    AtomicInteger removals = new AtomicInteger(2);
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.WRITE
              && key.equals(Layout.tagLink(REPO, V1))
              && removals.getAndDecrement() > 0) {
            store.driver.delete(Layout.revisionLink(REPO, DIGEST));
          }
        });
    store.pushManifest(REPO, "v1", IMAGE);
    assertThat(store.manifest(REPO, DIGEST)).contains(IMAGE);
    assertThat(removals).hasNegativeValue();
  }

  @Test
  void put_thatCannotBeDoneAgain_leavesNoTagOfNothing() {
    store.pushBlob(REPO, "config");
    store.pushBlob(REPO, "other config");
    Digest other = store.pushManifest(REPO, "other", imageOf("other config"));
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.WRITE && key.equals(Layout.tagLink(REPO, V1))) {
            store.driver.delete(Layout.revisionLink(REPO, DIGEST));
            store.driver.delete(Layout.layerLink(REPO, sha256("config")));
          }
        });
    assertThatThrownBy(() -> store.pushManifest(REPO, "v1", IMAGE))
        .isInstanceOf(ReferencesUnknown.class);
    assertThat(store.resolve(REPO, "v1")).isEmpty();
    assertThat(store.list(REPO)).containsExactly("other");
    assertThat(store.resolve(REPO, "other")).contains(other);
  }

  @Test
  void put_thatIsRefused_leavesTheTagOfAnEarlierOne() {
    store.pushBlob(REPO, "config");
    store.pushManifest(REPO, "v1", IMAGE);
    store.driver.delete(Layout.layerLink(REPO, sha256("config")));
    assertThatThrownBy(() -> store.pushManifest(REPO, "v1", IMAGE))
        .isInstanceOf(ReferencesUnknown.class);
    assertThat(store.resolve(REPO, "v1")).contains(DIGEST);
  }

  @Test
  void put_whoseRevisionLinkVanishesForEver_givesUp() {
    store.pushBlob(REPO, "config");
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.WRITE && key.equals(Layout.tagLink(REPO, V1))) {
            store.driver.delete(Layout.revisionLink(REPO, DIGEST));
          }
        });
    assertThatThrownBy(() -> store.pushManifest(REPO, "v1", IMAGE)).isInstanceOf(StoreBusy.class);
    assertThat(store.resolve(REPO, "v1")).isEmpty();
  }

  @Test
  void put_slowerThanItsClaim_isDoneAgainFromTheChecks() {
    store.pushBlob(REPO, "config");
    AtomicInteger slow = new AtomicInteger(1);
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.WRITE
              && key.equals(Layout.tagLink(REPO, V1))
              && slow.getAndDecrement() > 0) {
            store.clock.pass(TestStore.GRACE.dividedBy(2));
            store.driver.delete(Layout.layerLink(REPO, sha256("config")));
          }
        });
    assertThatThrownBy(() -> store.pushManifest(REPO, "v1", IMAGE))
        .isInstanceOf(ReferencesUnknown.class);
  }

  @Test
  void put_justWithinItsClaim_isDoneOnce() {
    store.pushBlob(REPO, "config");
    Duration slow = TestStore.GRACE.dividedBy(2).minusNanos(1);
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.WRITE && key.equals(Layout.tagLink(REPO, V1))) {
            store.clock.pass(slow);
          }
        });
    store.changes.clear();
    store.pushManifest(REPO, "v1", IMAGE);
    assertThat(store.told()).hasSize(2);
  }

  @Test
  void remove_takesTheManifestAndExactlyItsTags() {
    Digest kept = store.pushImage(REPO, "kept");
    store.pushBlob(REPO, "config");
    store.push(REPO, DIGEST, IMAGE, V1, V2);
    assertThat(store.manifests().remove(REPO, DIGEST)).containsExactlyInAnyOrder(V1, V2);
    assertThat(store.manifest(REPO, DIGEST)).isEmpty();
    assertThat(store.list(REPO)).containsExactly("kept");
    assertThat(store.manifest(REPO, kept)).isPresent();
    assertThat(store.keys("docker/registry/v2/repositories/a/b/_manifests/tags/v1")).isEmpty();
    assertThatThrownBy(() -> store.manifests().remove(REPO, DIGEST))
        .isInstanceOf(ManifestUnknown.class);
  }

  @Test
  void remove_ofOneNameOfTheBytes_leavesTheOther() {
    store.pushBlob(REPO, "config");
    store.push(REPO, sha512(IMAGE), IMAGE);
    store.push(REPO, DIGEST, IMAGE);
    store.manifests().remove(REPO, DIGEST);
    assertThat(store.manifest(REPO, sha512(IMAGE))).contains(IMAGE);
  }

  @Test
  void remove_untagsBeforeItUnlinks() {
    store.pushImage(REPO, "v1");
    Digest digest = sha256(imageOf("v1"));
    Recording recording = new Recording();
    store.driver.watch(recording);
    store.manifests().remove(REPO, digest);
    assertThat(recording.changesMade())
        .containsExactly(
            "DELETE " + Layout.tagLink(REPO, V1),
            "DELETE_BELOW " + Layout.tag(REPO, V1),
            "DELETE " + Layout.revisionLink(REPO, digest));
  }

  @Test
  void remove_thatFailedHalfWay_isFinishedByTheNext() {
    for (int failing = 1; ; failing++) {
      TestStore fresh = TestStore.inMemory();
      fresh.pushBlob(REPO, "config");
      fresh.push(REPO, DIGEST, IMAGE, V1, V2);
      Failing failure = new Failing(failing);
      fresh.driver.watch(failure);
      boolean acknowledged = true;
      try {
        fresh.manifests().remove(REPO, DIGEST);
      } catch (StorageFull _) {
        acknowledged = false;
      }
      fresh.driver.unwatch();
      if (!failure.happened()) {
        assertThat(acknowledged).isTrue();
        return;
      }
      if (!fresh.list(REPO).isEmpty()) {
        assertThat(fresh.manifest(REPO, DIGEST)).as("what the tags left name").isPresent();
      }
      finishRemoval(fresh);
      assertThat(fresh.manifest(REPO, DIGEST)).isEmpty();
      assertThat(fresh.list(REPO)).isEmpty();
    }
  }

  /** The client does what clients do after a failure: the same again. */
  private static void finishRemoval(TestStore store) {
    try {
      store.manifests().remove(REPO, DIGEST);
    } catch (ManifestUnknown _) {
      assertThat(store.list(REPO)).isEmpty();
    }
  }

  @Test
  void manifests_ofUnknownThings_areNone() {
    assertThat(store.manifests().find(REPO, DIGEST)).isEmpty();
    assertThat(store.manifests().list(REPO)).isEmpty();
    store.pushBlob(REPO, "config");
    store.push(REPO, DIGEST, IMAGE);
    assertThat(store.manifests().find(OTHER, DIGEST)).isEmpty();
    assertThat(store.manifests().list(OTHER)).isEmpty();
    assertThat(store.manifests().list(REPO)).containsExactly(DIGEST);
  }

  @Test
  void changes_areToldInOrder() {
    store.pushBlob(REPO, "config");
    store.changes.clear();
    store.push(REPO, DIGEST, IMAGE, V1, V2);
    store.manifests().pulled(REPO, DIGEST, Optional.of(V1));
    store.manifests().pulled(REPO, DIGEST, Optional.empty());
    store.manifests().find(REPO, DIGEST);
    store.tags().remove(REPO, V2);
    store.manifests().remove(REPO, DIGEST);
    assertThat(store.told())
        .containsExactly(
            new ManifestPushed(DIGEST, MediaType.OCI_MANIFEST, IMAGE.length()),
            new TagSet(V1, DIGEST),
            new TagSet(V2, DIGEST),
            new ManifestPulled(DIGEST, Optional.of(V1)),
            new ManifestPulled(DIGEST, Optional.empty()),
            new TagRemoved(V2, DIGEST),
            new TagRemoved(V1, DIGEST),
            new ManifestRemoved(DIGEST));
  }

  @Test
  void damagedBytes_areNotServed_untilTheyArePushedAgain() {
    store.pushBlob(REPO, "config");
    store.push(REPO, DIGEST, IMAGE);
    String data = Layout.blobData(DIGEST).path();
    for (String torn : List.of("", IMAGE.substring(1), IMAGE.replace("layers", "sreyal"))) {
      TestStore other = TestStore.over(store.driver);
      other.write(data, torn);
      assertThat(other.manifest(REPO, DIGEST)).isEmpty();
      other.push(REPO, DIGEST, IMAGE);
      assertThat(other.manifest(REPO, DIGEST)).contains(IMAGE);
      assertThat(TestStore.over(store.driver).manifest(REPO, DIGEST)).contains(IMAGE);
    }
  }

  @Test
  void untaggedManifest_staysPullable() {
    store.pushBlob(REPO, "config");
    Digest first = store.pushManifest(REPO, "v1", IMAGE);
    store.pushImage(REPO, "other");
    store.push(REPO, V1, imageOf("other"));
    assertThat(store.resolve(REPO, "v1")).contains(sha256(imageOf("other")));
    assertThat(store.manifest(REPO, first)).contains(IMAGE);
  }

  @Test
  void pushUntagged_setsNoTag() {
    store.pushBlob(REPO, "config");
    store.pushUntagged(REPO, Algorithm.SHA256, IMAGE);
    assertThat(store.list(REPO)).isEmpty();
    assertThat(store.manifest(REPO, DIGEST)).contains(IMAGE);
  }
}
