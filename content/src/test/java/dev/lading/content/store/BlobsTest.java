package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.sha256;
import static dev.lading.content.store.TestStore.sha512;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.content.Actor;
import dev.lading.content.Algorithm;
import dev.lading.content.Change;
import dev.lading.content.Change.BlobMounted;
import dev.lading.content.Change.BlobPulled;
import dev.lading.content.Change.BlobPushed;
import dev.lading.content.Change.BlobRemoved;
import dev.lading.content.ContentException.BlobUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.WatchedDriver.Verb;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlobsTest {
  private static final RepositoryName THIRD = RepositoryName.parse("third");
  private static final Digest BLOB = sha256("blob");
  private final TestStore store = TestStore.inMemory();

  @Test
  void find_ofWhatTheRepositoryHolds_isItsSize() {
    store.pushBlob(REPO, "blob");
    assertThat(store.blobs().find(REPO, BLOB)).contains(4L);
  }

  @Test
  void blob_isReadableThroughItsRepositoryOnly() {
    store.pushBlob(REPO, "blob");
    assertThat(store.blobs().find(OTHER, BLOB)).isEmpty();
    BlobUnknown refused =
        catchThrowableOfType(BlobUnknown.class, () -> store.blobs().open(OTHER, BLOB));
    assertThat(refused.digest()).isEqualTo(BLOB);
  }

  @Test
  void read_ofASmallBlob_isItsBytes_andNoPull() {
    store.pushBlob(REPO, "blob");
    store.changes.clear();
    assertThat(store.blobs().read(REPO, BLOB, 4)).hasValue("blob".getBytes(UTF_8));
    assertThat(store.blobs().read(REPO, BLOB, 3)).isEmpty();
    assertThat(store.blobs().read(OTHER, BLOB, 4)).isEmpty();
    assertThat(store.changes).isEmpty();
  }

  @Test
  void sameBytesUnderTwoAlgorithms_areTwoBlobs() {
    store.pushBlob(REPO, "blob");
    store.pushBlob(REPO, Algorithm.SHA512, "blob");
    store.blobs().remove(REPO, BLOB);
    assertThat(store.read(REPO, sha512("blob"))).isEqualTo("blob");
    assertThat(store.blobs().find(REPO, BLOB)).isEmpty();
  }

  @Test
  void mount_fromAHolder_makesItReadable() {
    store.pushBlob(REPO, "blob");
    assertThat(store.blobs().mount(OTHER, BLOB, List.of(THIRD, REPO))).contains(REPO);
    assertThat(store.read(OTHER, BLOB)).isEqualTo("blob");
    store.blobs().remove(REPO, BLOB);
    assertThat(store.read(OTHER, BLOB)).isEqualTo("blob");
  }

  @Test
  void mount_fromNobodyWhoHoldsIt_writesNothing() {
    store.pushBlob(REPO, "blob");
    List<String> before = store.keys();
    assertThat(store.blobs().mount(OTHER, BLOB, List.of(THIRD))).isEmpty();
    assertThat(store.blobs().mount(OTHER, BLOB, List.of())).isEmpty();
    assertThat(store.blobs().mount(OTHER, sha256("x"), List.of(REPO))).isEmpty();
    assertThat(store.keys()).isEqualTo(before);
  }

  @Test
  void mount_ofDamagedBytes_isRefused() {
    store.pushBlob(REPO, "blob");
    store.write(Layout.blobData(BLOB).path(), "");
    assertThat(store.blobs().mount(OTHER, BLOB, List.of(REPO))).isEmpty();
  }

  /** Distribution keeps sha512 content under its sha256, and says so in the link. */
  @Test
  void mount_ofALinkToAnotherName_keepsWhatTheLinkSays() {
    adoptSha512(REPO, "blob");
    assertThat(store.read(REPO, sha512("blob"))).isEqualTo("blob");
    assertThat(store.blobs().mount(OTHER, sha512("blob"), List.of(REPO))).contains(REPO);
    assertThat(store.read(OTHER, sha512("blob"))).isEqualTo("blob");
    assertThat(store.stored(Layout.layerLink(OTHER, sha512("blob")).path()))
        .contains(sha256("blob").toString());
  }

  @Test
  void push_overALinkToAnotherName_storesTheBytesUnderTheirOwn() {
    adoptSha512(REPO, "blob");
    store.pushBlob(REPO, Algorithm.SHA512, "blob");
    assertThat(store.stored(Layout.blobData(sha512("blob")).path())).contains("blob");
    assertThat(store.stored(Layout.layerLink(REPO, sha512("blob")).path()))
        .contains(sha512("blob").toString());
  }

  @Test
  void remove_takesTheLinkOnly() {
    store.pushBlob(REPO, "blob");
    store.blobs().remove(REPO, BLOB);
    assertThat(store.blobs().find(REPO, BLOB)).isEmpty();
    assertThat(store.stored(Layout.blobData(BLOB).path())).contains("blob");
    assertThatThrownBy(() -> store.blobs().remove(REPO, BLOB)).isInstanceOf(BlobUnknown.class);
  }

  @Test
  void remove_ofABlobWithoutBytes_takesTheDanglingLink() {
    store.pushBlob(REPO, "blob");
    store.driver.delete(Layout.blobData(BLOB));
    store.blobs().remove(REPO, BLOB);
    assertThat(store.stored(Layout.layerLink(REPO, BLOB).path())).isEmpty();
  }

  @Test
  void linkWithoutBytes_isAnsweredAsAbsent_untilTheyArePushedAgain() {
    store.pushBlob(REPO, "blob");
    store.driver.delete(Layout.blobData(BLOB));
    assertThat(store.blobs().find(REPO, BLOB)).isEmpty();
    assertThatThrownBy(() -> store.blobs().open(REPO, BLOB)).isInstanceOf(BlobUnknown.class);
    store.pushBlob(REPO, "blob");
    assertThat(store.read(REPO, BLOB)).isEqualTo("blob");
  }

  /** An empty file is what distribution leaves after a power loss. */
  @Test
  void emptyBytesOfAnotherDigest_areAnsweredAsAbsent() {
    store.pushBlob(REPO, "blob");
    store.write(Layout.blobData(BLOB).path(), "");
    assertThat(store.blobs().find(REPO, BLOB)).isEmpty();
    assertThatThrownBy(() -> store.blobs().open(REPO, BLOB)).isInstanceOf(BlobUnknown.class);
  }

  @Test
  void unreadableLink_isAnsweredAsAbsent_untilItIsPushedAgain() {
    store.pushBlob(REPO, "blob");
    String link = Layout.layerLink(REPO, BLOB).path();
    for (String torn : List.of("", "sha256:", "x".repeat(2_000))) {
      store.write(link, torn);
      assertThat(store.blobs().find(REPO, BLOB)).isEmpty();
      assertThatThrownBy(() -> store.blobs().open(REPO, BLOB)).isInstanceOf(BlobUnknown.class);
      store.pushBlob(REPO, "blob");
      assertThat(store.read(REPO, BLOB)).isEqualTo("blob");
    }
  }

  @Test
  void open_whileTheBlobIsRemoved_readsToTheEnd() throws Exception {
    store.pushBlob(REPO, "blob");
    try (var source = store.blobs().open(REPO, BLOB);
        var in = source.open(1, 2)) {
      store.blobs().remove(REPO, BLOB);
      store.driver.delete(Layout.blobData(BLOB));
      assertThat(in.readAllBytes()).asString().isEqualTo("lo");
    }
  }

  @Test
  void push_claimsBeforeItLooks_andLinksLast() {
    Recording recording = new Recording();
    store.driver.watch(recording);
    store.pushBlob(REPO, "blob");
    assertThat(recording.changesMade())
        .containsSubsequence(
            Verb.PUBLISH + " " + Layout.blobData(BLOB),
            Verb.WRITE + " " + Layout.layerLink(REPO, BLOB));
  }

  @Test
  void changes_areToldInOrder() {
    store.pushBlob(REPO, "blob");
    store.blobs().mount(OTHER, BLOB, List.of(REPO));
    store.read(OTHER, BLOB);
    store.blobs().remove(REPO, BLOB);
    assertThat(store.told())
        .containsExactly(
            new BlobPushed(BLOB, 4),
            new BlobMounted(BLOB, Optional.of(REPO)),
            new BlobPulled(BLOB, 4),
            new BlobRemoved(BLOB));
    assertThat(store.changes)
        .allSatisfy(each -> assertThat(each.at()).isEqualTo(store.clock.instant()));
    assertThat(store.changes)
        .extracting(each -> each.repository().name())
        .containsExactly("a/b", "c", "c", "a/b");
  }

  @Test
  void changes_areToldOnBehalfOfWhoeverIsBound() {
    Actor alice = new Actor(Optional.of("alice"), Optional.of("id-1"), Optional.of("10.0.0.1"));
    ScopedValue.where(Actor.CURRENT, alice).run(() -> store.pushBlob(REPO, "blob"));
    store.blobs().remove(REPO, BLOB);
    assertThat(store.changes).extracting(Change::by).containsExactly(alice, Actor.SERVER);
  }

  private void adoptSha512(RepositoryName name, String text) {
    store.write(Layout.blobData(sha256(text)).path(), text);
    store.write(Layout.layerLink(name, sha256(text)).path(), sha256(text).toString());
    store.write(Layout.layerLink(name, sha512(text)).path(), sha256(text).toString());
  }
}
