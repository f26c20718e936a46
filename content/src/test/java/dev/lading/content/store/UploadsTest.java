package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.chunks;
import static dev.lading.content.store.TestStore.sha256;
import static dev.lading.content.store.TestStore.sha512;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.content.Algorithm;
import dev.lading.content.Change;
import dev.lading.content.Chunks;
import dev.lading.content.ContentException.BlobTooLarge;
import dev.lading.content.ContentException.ChunkOutOfOrder;
import dev.lading.content.ContentException.DigestMismatch;
import dev.lading.content.ContentException.UploadBusy;
import dev.lading.content.ContentException.UploadUnknown;
import dev.lading.content.Digest;
import dev.lading.content.UploadId;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageFull;
import dev.lading.storage.TooManyParts;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class UploadsTest {
  private final StorageDriver driver;
  private final TestStore store;

  UploadsTest(Drivers kind, @TempDir Path directory) {
    this.driver = kind.open(directory, new TestClock());
    this.store = TestStore.over(driver);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void start_writesWhatDistributionWrites() {
    UploadId id = store.start(REPO);
    String upload = "docker/registry/v2/repositories/a/b/_uploads/" + id;
    assertThat(store.keys()).containsExactly(upload + "/data", upload + "/startedat");
    assertThat(store.stored(upload + "/startedat")).contains("2026-11-20T21:37:22Z");
    assertThat(store.uploads().size(REPO, id)).isZero();
  }

  @Test
  void append_growsTheSession_andCommitMakesTheBlob() {
    UploadId id = store.start(REPO);
    assertThat(store.append(REPO, id, "one")).isEqualTo(3);
    assertThat(
            store.uploads().append(REPO, id, OptionalLong.of(3), chunks(bytes("two"), bytes("3"))))
        .isEqualTo(7);
    assertThat(store.uploads().size(REPO, id)).isEqualTo(7);
    store.commit(REPO, id, sha256("onetwo3"));
    assertThat(store.read(REPO, sha256("onetwo3"))).isEqualTo("onetwo3");
    assertThat(store.keys("docker/registry/v2/repositories/a/b/_uploads")).isEmpty();
    assertThatThrownBy(() -> store.uploads().size(REPO, id)).isInstanceOf(UploadUnknown.class);
  }

  @Test
  void commit_takesTheLastBytesToo() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    store.uploads().commit(REPO, id, OptionalLong.of(3), chunks(bytes("two")), sha256("onetwo"));
    assertThat(store.blobs().find(REPO, sha256("onetwo"))).contains(6L);
  }

  @Test
  void commit_ofAllBytesAtOnce_makesTheBlob() {
    UploadId id = store.start(REPO);
    store
        .uploads()
        .commit(REPO, id, OptionalLong.of(0), chunks(bytes("one"), bytes("two")), sha512("onetwo"));
    assertThat(store.read(REPO, sha512("onetwo"))).isEqualTo("onetwo");
    assertThat(store.keys("docker/registry/v2/repositories/a/b/_uploads")).isEmpty();
    assertThat(store.told().getFirst()).isEqualTo(new Change.BlobPushed(sha512("onetwo"), 6));
  }

  @Test
  void commit_ofAllBytesAtOnce_withAnotherDigest_endsTheSessionAndStoresNothing() {
    UploadId id = store.start(REPO);
    DigestMismatch refused =
        catchThrowableOfType(
            DigestMismatch.class,
            () -> store.uploads().commit(REPO, id, OptionalLong.empty(), one(), sha256("other")));
    assertThat(refused.actual()).isEqualTo(sha256("one"));
    assertThat(store.keys()).isEmpty();
    assertThatThrownBy(() -> store.append(REPO, id, "x")).isInstanceOf(UploadUnknown.class);
  }

  @Test
  void commit_ofAllBytesAtOnce_brokenOff_leavesASessionThatGoesOn() {
    UploadId id = store.start(REPO);
    Chunks first = one();
    Chunks broken = () -> first.next().or(UploadsTest::lost);
    assertThatThrownBy(
            () -> store.uploads().commit(REPO, id, OptionalLong.empty(), broken, sha256("onetwo")))
        .isInstanceOf(LostConnection.class);
    assertThat(store.blobs().find(REPO, sha256("onetwo"))).isEmpty();
    assertThat(store.uploads().size(REPO, id)).isEqualTo(3);
    store.append(REPO, id, "two");
    store.commit(REPO, id, sha256("onetwo"));
    assertThat(store.read(REPO, sha256("onetwo"))).isEqualTo("onetwo");
  }

  @Test
  void commit_ofAllBytesAtOnce_pastTheLimit_endsTheSession() {
    UploadId id = store.start(REPO);
    byte[] large = new byte[(int) TestStore.BLOB_LIMIT + 1];
    assertThatThrownBy(
            () ->
                store
                    .uploads()
                    .commit(REPO, id, OptionalLong.empty(), chunks(large), sha256("large")))
        .isInstanceOf(BlobTooLarge.class);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void commit_ofNoBytes_makesTheEmptyBlob() {
    UploadId id = store.start(REPO);
    store.commit(REPO, id, sha256(""));
    assertThat(store.read(REPO, sha256(""))).isEmpty();
    assertThat(store.blobs().find(REPO, sha256(""))).contains(0L);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 4, Long.MAX_VALUE})
  void append_elsewhereThanAtTheEnd_changesNothing(long offset) {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    ChunkOutOfOrder refused =
        catchThrowableOfType(
            ChunkOutOfOrder.class,
            () -> store.uploads().append(REPO, id, OptionalLong.of(offset), failing()));
    assertThat(refused.offset()).isEqualTo(offset);
    assertThat(refused.size()).isEqualTo(3);
    store.append(REPO, id, "two");
    store.commit(REPO, id, sha256("onetwo"));
    assertThat(store.read(REPO, sha256("onetwo"))).isEqualTo("onetwo");
  }

  @Test
  void commit_elsewhereThanAtTheEnd_leavesTheSession() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    assertThatThrownBy(
            () -> store.uploads().commit(REPO, id, OptionalLong.of(9), chunks(), sha256("one")))
        .isInstanceOf(ChunkOutOfOrder.class);
    store.commit(REPO, id, sha256("one"));
    assertThat(store.read(REPO, sha256("one"))).isEqualTo("one");
  }

  @Test
  void commit_withAnotherDigest_endsTheSessionAndStoresNothing() {
    List<String> before = store.keys();
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    DigestMismatch refused =
        catchThrowableOfType(DigestMismatch.class, () -> store.commit(REPO, id, sha256("other")));
    assertThat(refused.expected()).isEqualTo(sha256("other"));
    assertThat(refused.actual()).isEqualTo(sha256("one"));
    assertThat(store.keys()).isEqualTo(before);
    assertThatThrownBy(() -> store.append(REPO, id, "x")).isInstanceOf(UploadUnknown.class);
    assertThat(store.told()).isEmpty();
  }

  /** As a client does that did not get the answer; with its last bytes or without. */
  @Test
  void commit_again_succeedsAgain() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "on");
    Chunks last = chunks(bytes("e"));
    store.uploads().commit(REPO, id, OptionalLong.of(2), chunks(bytes("e")), sha256("one"));
    store.uploads().commit(REPO, id, OptionalLong.of(2), last, sha256("one"));
    assertThat(last.next()).as("what the client still sends").isEmpty();
    store.commit(REPO, id, sha256("one"));
    assertThat(store.told()).containsExactly(new Change.BlobPushed(sha256("one"), 3));
    assertThat(store.read(REPO, sha256("one"))).isEqualTo("one");
  }

  @Test
  void commit_again_ofWhatTheRepositoryDoesNotHold_findsNoSession() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    store.commit(REPO, id, sha256("one"));
    store.pushBlob(OTHER, "other");
    assertThatThrownBy(() -> store.commit(REPO, id, sha256("other")))
        .isInstanceOf(UploadUnknown.class);
  }

  @Test
  void cancel_endsTheSession() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    store.uploads().cancel(REPO, id);
    assertThat(store.keys()).isEmpty();
    assertThatThrownBy(() -> store.uploads().cancel(REPO, id)).isInstanceOf(UploadUnknown.class);
    assertThatThrownBy(() -> store.commit(REPO, id, sha256("one")))
        .isInstanceOf(UploadUnknown.class);
  }

  @Test
  void cancel_removesWhatDistributionKeptOfTheSession() {
    UploadId id = store.start(REPO);
    store.write(
        "docker/registry/v2/repositories/a/b/_uploads/" + id + "/hashstates/sha256/3", "state");
    store.uploads().cancel(REPO, id);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void session_isOfItsOwnRepositoryOnly() {
    UploadId id = store.start(REPO);
    assertThatThrownBy(() -> store.uploads().size(OTHER, id)).isInstanceOf(UploadUnknown.class);
    assertThatThrownBy(() -> store.append(OTHER, id, "x")).isInstanceOf(UploadUnknown.class);
    assertThatThrownBy(() -> store.uploads().cancel(OTHER, id)).isInstanceOf(UploadUnknown.class);
    assertThatThrownBy(() -> store.uploads().size(REPO, new UploadId(new UUID(9, 9))))
        .isInstanceOf(UploadUnknown.class);
  }

  @Test
  void session_withAWriter_refusesOthers() {
    UploadId id = store.start(REPO);
    Chunks asking =
        () -> {
          assertThatThrownBy(() -> store.append(REPO, id, "x")).isInstanceOf(UploadBusy.class);
          assertThatThrownBy(() -> store.commit(REPO, id, sha256("")))
              .isInstanceOf(UploadBusy.class);
          assertThatThrownBy(() -> store.uploads().cancel(REPO, id)).isInstanceOf(UploadBusy.class);
          assertThat(store.uploads().size(REPO, id)).isZero();
          return Optional.empty();
        };
    store.uploads().append(REPO, id, OptionalLong.empty(), asking);
    assertThat(store.append(REPO, id, "one")).isEqualTo(3);
  }

  @Test
  void append_brokenOffByTheSender_keepsWhatArrived() {
    UploadId id = store.start(REPO);
    Chunks first = chunks(bytes("one"));
    Chunks broken = () -> first.next().or(UploadsTest::lost);
    assertThatThrownBy(() -> store.uploads().append(REPO, id, OptionalLong.empty(), broken))
        .isInstanceOf(LostConnection.class);
    assertThat(store.uploads().size(REPO, id)).isEqualTo(3);
    store.uploads().append(REPO, id, OptionalLong.of(3), chunks(bytes("two")));
    store.commit(REPO, id, sha256("onetwo"));
  }

  @Test
  void append_refusedByAFullDisk_goesOnWhenThereIsSpace() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.APPEND) {
            throw new StorageFull("no space", null);
          }
        });
    assertThatThrownBy(() -> store.append(REPO, id, "lost")).isInstanceOf(StorageFull.class);
    store.driver.unwatch();
    store.append(REPO, id, "two");
    store.append(REPO, id, "three");
    store.commit(REPO, id, sha256("onetwothree"));
    assertThat(store.read(REPO, sha256("onetwothree"))).isEqualTo("onetwothree");
  }

  @Test
  void session_isContinuedByAnotherProcess() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    TestStore second = TestStore.over(driver);
    assertThat(second.uploads().size(REPO, id)).isEqualTo(3);
    second.append(REPO, id, "two");
    // The first one's hash has missed bytes by now.
    store.append(REPO, id, "three");
    store.commit(REPO, id, sha256("onetwothree"));
    assertThat(second.read(REPO, sha256("onetwothree"))).isEqualTo("onetwothree");
  }

  @Test
  void session_isClosedByAnotherProcess_whichReadsTheBytesBack() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    TestStore.over(driver).commit(REPO, id, sha256("one"));
    assertThat(store.read(REPO, sha256("one"))).isEqualTo("one");
    assertThatThrownBy(() -> store.append(REPO, id, "x")).isInstanceOf(UploadUnknown.class);
  }

  @Test
  void commit_hashesWhileBytesArrive_andNeverReadsThemBack() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    refuseReadingBack(id);
    store.commit(REPO, id, sha256("one"));
  }

  @Test
  void commit_withAnAnnouncedAlgorithm_neverReadsBack() {
    UploadId id = store.uploads().start(REPO, Algorithm.SHA512);
    store.append(REPO, id, "one");
    refuseReadingBack(id);
    store.commit(REPO, id, sha512("one"));
    assertThat(store.read(REPO, sha512("one"))).isEqualTo("one");
  }

  @Test
  void commit_withAnAlgorithmKnownOnlyAtTheEnd_isAcceptedToo() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "one");
    store.commit(REPO, id, sha512("one"));
    assertThat(store.read(REPO, sha512("one"))).isEqualTo("one");
    assertThat(store.blobs().find(REPO, sha256("one"))).isEmpty();
  }

  @Test
  void append_pastTheLimit_endsTheSession() {
    UploadId id = store.start(REPO);
    byte[] most = new byte[(int) TestStore.BLOB_LIMIT];
    store.uploads().append(REPO, id, OptionalLong.empty(), chunks(most));
    BlobTooLarge refused =
        catchThrowableOfType(BlobTooLarge.class, () -> store.append(REPO, id, "x"));
    assertThat(refused.limitBytes()).isEqualTo(TestStore.BLOB_LIMIT);
    assertThat(store.keys()).isEmpty();
    assertThatThrownBy(() -> store.uploads().size(REPO, id)).isInstanceOf(UploadUnknown.class);
  }

  @Test
  void put_isOneStep() {
    Digest digest = store.pushBlob(REPO, Algorithm.SHA512, "whole");
    assertThat(store.read(REPO, digest)).isEqualTo("whole");
    assertThat(store.keys("docker/registry/v2/repositories/a/b/_uploads")).isEmpty();
    assertThat(store.told().getFirst()).isEqualTo(new Change.BlobPushed(digest, 5));
  }

  @Test
  void put_thatFails_leavesNothing() {
    assertThatThrownBy(() -> store.uploads().put(REPO, sha256("x"), chunks(bytes("y"))))
        .isInstanceOf(DigestMismatch.class);
    assertThatThrownBy(() -> store.uploads().put(REPO, sha256("x"), failing()))
        .isInstanceOf(LostConnection.class);
    byte[] large = new byte[(int) TestStore.BLOB_LIMIT + 1];
    assertThatThrownBy(() -> store.uploads().put(REPO, sha256("x"), chunks(large)))
        .isInstanceOf(BlobTooLarge.class);
    assertThat(store.keys()).isEmpty();
    assertThat(store.told()).isEmpty();
  }

  @Test
  void put_ofMoreThanTheStoreTakes_isRefusedBeforeTheBodyIsAskedFor() {
    Chunks announced = declaring(TestStore.PARTS_LIMIT + 1);
    assertThatThrownBy(() -> store.uploads().put(REPO, sha256("x"), announced))
        .isInstanceOf(TooManyParts.class);
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void commit_ofABlobThatIsThere_keepsWhatIsThere() {
    store.pushBlob(REPO, "one");
    store.driver.watch((verb, key) -> assertThat(verb).as("on %s", key).isNotEqualTo(Verb.PUBLISH));
    store.pushBlob(OTHER, "one");
    assertThat(store.read(OTHER, sha256("one"))).isEqualTo("one");
  }

  @Test
  void commit_overATornBlobOfAnotherWriter_healsIt() {
    String data = Layout.blobData(sha256("whole")).path();
    for (String torn : List.of("", "who", "wholewhole")) {
      store.write(data, torn);
      store.pushBlob(REPO, "whole");
      assertThat(store.read(REPO, sha256("whole"))).isEqualTo("whole");
    }
  }

  /** The order: data, then the link. A failure in between shows nothing and hurts no retry. */
  @Test
  void commit_failingAtAnyStep_isFinishedByAnotherUpload() {
    for (int failing = 1; ; failing++) {
      String text = "blob " + failing;
      Failing failure = new Failing(failing);
      store.driver.watch(failure);
      try {
        store.pushBlob(REPO, text);
      } catch (StorageFull _) {
        assertThat(failure.happened()).isTrue();
      }
      store.driver.unwatch();
      if (!failure.happened()) {
        assertThat(failing).isGreaterThan(4);
        return;
      }
      store.pushBlob(REPO, text);
      assertThat(store.read(REPO, sha256(text))).isEqualTo(text);
    }
  }

  private void refuseReadingBack(UploadId id) {
    String data = Layout.uploadData(REPO, id).path();
    store.driver.watch(
        (verb, key) ->
            assertThat(verb == Verb.READ && key.path().equals(data)).as("read back").isFalse());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Chunks one() {
    return chunks(bytes("one"));
  }

  /** Never to be read. */
  private static Chunks declaring(long length) {
    return new Chunks() {
      @Override
      public Optional<ByteBuffer> next() {
        return lost();
      }

      @Override
      public OptionalLong declaredLength() {
        return OptionalLong.of(length);
      }
    };
  }

  private static Chunks failing() {
    return UploadsTest::lost;
  }

  private static Optional<ByteBuffer> lost() {
    throw new LostConnection();
  }

  private static final class LostConnection extends RuntimeException {}
}
