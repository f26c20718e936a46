package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.image;
import static dev.lading.content.store.TestStore.imageOf;
import static dev.lading.content.store.TestStore.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferrersTest {
  private static final Digest SUBJECT = sha256(imageOf("subject"));
  private final MemoryDriver driver = new MemoryDriver(new TestClock());
  private final TestStore store = TestStore.over(driver);

  @Test
  void of_nothing_isEmpty() {
    assertThat(referrers(store)).isEmpty();
    store.pushImage(REPO, "subject");
    assertThat(referrers(store)).isEmpty();
  }

  @Test
  void of_aSubjectThatIsNotHere_knowsItsReferrers() {
    Digest referrer = refer("sig");
    assertThat(referrers(store)).containsExactly(referrer);
    assertThat(store.referrers().of(OTHER, SUBJECT, Optional.empty())).isEmpty();
  }

  @Test
  void descriptor_saysWhatTheManifestSays() {
    store.pushBlob(REPO, "sig");
    String json =
        image("sig", Optional.of(SUBJECT))
            .replace(
                "\"layers\"",
                "\"annotations\":{\"k\":\"v\"},\"artifactType\":\"my/type\",\"layers\"");
    Digest referrer = store.pushManifest(REPO, "sig", json);
    assertThat(store.referrers().of(REPO, SUBJECT, Optional.empty()))
        .containsExactly(
            new Descriptor(
                TestStore.OCI_MANIFEST,
                referrer,
                json.length(),
                Optional.of("my/type"),
                Map.of("k", "v")));
  }

  @Test
  void artifactType_ofAnImageWithoutOne_isItsConfigsMediaType() {
    refer("sig");
    assertThat(store.referrers().of(REPO, SUBJECT, Optional.empty()))
        .extracting(Descriptor::artifactType)
        .containsExactly(Optional.of("a/type"));
  }

  @Test
  void artifactType_ofAnIndexWithoutOne_isEmpty() {
    String json =
        TestStore.index(List.of(), List.of())
            .replace("]}", "],\"subject\":" + TestStore.descriptor(SUBJECT, 1) + "}");
    store.pushUntagged(REPO, Algorithm.SHA512, json);
    assertThat(store.referrers().of(REPO, SUBJECT, Optional.empty()))
        .extracting(Descriptor::artifactType)
        .containsExactly(Optional.empty());
  }

  @Test
  void of_isInTheOrderOfDigests_andGoesOnAfterOne() {
    List<Digest> all = Stream.of("a", "b", "c", "d", "e").map(this::refer).sorted().toList();
    assertThat(referrers(store)).isEqualTo(all);
    for (int i = 0; i < all.size(); i++) {
      assertThat(store.referrers().of(REPO, SUBJECT, Optional.of(all.get(i))))
          .extracting(Descriptor::digest)
          .isEqualTo(all.subList(i + 1, all.size()));
    }
  }

  @Test
  void of_countsTaggedAndUntaggedAlike() {
    store.pushBlob(REPO, "sig");
    Digest untagged =
        store.pushUntagged(REPO, Algorithm.SHA256, image("sig", Optional.of(SUBJECT)));
    assertThat(referrers(store)).containsExactly(untagged);
    store.push(REPO, untagged, image("sig", Optional.of(SUBJECT)), Tag.parse("x"));
    assertThat(referrers(store)).containsExactly(untagged);
    store.tags().remove(REPO, Tag.parse("x"));
    assertThat(referrers(store)).containsExactly(untagged);
  }

  @Test
  void push_isSeenByAnIndexThatIsWhole() {
    assertThat(referrers(store)).isEmpty();
    Digest referrer = refer("sig");
    assertThat(referrers(store)).containsExactly(referrer);
  }

  @Test
  void removal_isSeen_andSoIsAnotherPush() {
    Digest referrer = refer("sig");
    assertThat(referrers(store)).containsExactly(referrer);
    store.manifests().remove(REPO, referrer);
    assertThat(referrers(store)).isEmpty();
    assertThat(refer("sig")).isEqualTo(referrer);
    assertThat(referrers(store)).containsExactly(referrer);
  }

  /** What another registry wrote: only the manifests tell. */
  @Test
  void adoptedTree_isDerivedFromTheManifests() {
    Digest referrer = refer("sig");
    store.pushImage(REPO, "subject");
    assertThat(referrers(TestStore.over(driver))).containsExactly(referrer);
  }

  @Test
  void unreadableItems_areLeftOut() {
    Digest good = refer("good");
    Digest damaged = refer("damaged");
    Digest schema1 = refer("schema1");
    Digest gone = refer("gone");
    Digest large = refer("large");
    store.write(Layout.blobData(damaged).path(), "{}");
    store.write(Layout.revisionLink(REPO, schema1).path(), "");
    store.driver.delete(Layout.blobData(gone));
    driver.write(Layout.blobData(large), new byte[(64 << 20) + 1]);
    store.write("docker/registry/v2/repositories/a/b/_manifests/revisions/sha256/stray/link", "x");
    store.write(
        "docker/registry/v2/repositories/a/b/_manifests/revisions/sha256/"
            + good.hex()
            + "/signatures/sha256/"
            + good.hex()
            + "/link",
        good.toString());
    String old = "{\"schemaVersion\":1,\"name\":\"a/b\",\"fsLayers\":[]}";
    store.write(Layout.blobData(sha256(old)).path(), old);
    store.write(Layout.revisionLink(REPO, sha256(old)).path(), sha256(old).toString());
    assertThat(referrers(TestStore.over(driver))).containsExactly(good);
  }

  @Test
  void manifestThatCannotBeRead_hidesNoOther_andIsTriedAgain() {
    Digest first = refer("first");
    Digest second = refer("second");
    TestStore broken = TestStore.over(driver);
    String data = Layout.blobData(first).path();
    broken.driver.watch(
        (_, key) -> {
          if (key.path().equals(data)) {
            throw new StorageUnavailable("no disk", new IOException());
          }
        });
    assertThat(broken.referrers().of(REPO, SUBJECT, Optional.empty()).map(Descriptor::digest))
        .containsExactly(second);
    broken.driver.unwatch();
    assertThat(referrers(broken)).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void index_isReadOnce() {
    Digest referrer = refer("sig");
    TestStore other = TestStore.over(driver);
    assertThat(referrers(other)).containsExactly(referrer);
    List<String> listed = new ArrayList<>();
    other.driver.watch(
        (verb, key) -> {
          if (verb == Verb.LIST) {
            listed.add(key.path());
          }
        });
    assertThat(referrers(other)).containsExactly(referrer);
    assertThat(listed).isEmpty();
  }

  @Test
  void index_isDropped_whenAPushFailsAtItsLink() {
    assertThat(referrers(store)).isEmpty();
    store.pushBlob(REPO, "sig");
    String json = image("sig", Optional.of(SUBJECT));
    String link = Layout.revisionLink(REPO, sha256(json)).path();
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.WRITE && key.path().equals(link)) {
            // As a disk that fails after the write: done, and told as failed.
            driver.write(key, sha256(json).toString().getBytes(UTF_8));
            throw new StorageFull("no space", null);
          }
        });
    assertThatThrownBy(() -> store.pushManifest(REPO, "sig", json)).isInstanceOf(StorageFull.class);
    store.driver.unwatch();
    assertThat(referrers(store)).containsExactly(sha256(json));
    assertThat(store.catalog()).containsExactly(REPO.name());
  }

  private Digest refer(String config) {
    store.pushBlob(REPO, config);
    return store.pushManifest(REPO, config, image(config, Optional.of(SUBJECT)));
  }

  private static List<Digest> referrers(TestStore store) {
    return store.referrers().of(REPO, SUBJECT, Optional.empty()).map(Descriptor::digest).toList();
  }
}
