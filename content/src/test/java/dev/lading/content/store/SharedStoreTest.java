package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.chunks;
import static dev.lading.content.store.TestStore.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Chunks;
import dev.lading.content.ContentException.ChunkOutOfOrder;
import dev.lading.content.ContentException.DigestMismatch;
import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.content.UploadId;
import dev.lading.storage.Key;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Two processes on one store: what one has done, the other one tells of at once. */
class SharedStoreTest {
  private final MemoryDriver driver = new MemoryDriver(new TestClock());
  private final TestStore one = TestStore.over(driver, Runnable::run, 0);
  private final TestStore other = TestStore.over(driver, Runnable::run, 0);

  @Test
  void tags_setByEither_areListedByBoth() {
    one.pushImage(REPO, "a");
    assertThat(tags(other)).isEqualTo("[a]");
    other.pushImage(REPO, "b");
    assertThat(tags(one)).isEqualTo("[a, b]");
  }

  @Test
  void manifest_removedByOne_takesTheTagsThatTheOtherSet() {
    Digest image = one.pushImage(REPO, "a");
    assertThat(tags(one)).isEqualTo("[a]");
    other.push(REPO, Tag.parse("b"), TestStore.imageOf("a"));
    one.manifests().remove(REPO, image);
    assertThat(tags(other)).isEqualTo("[]");
  }

  @Test
  void manifest_removed_readsTheLinksOfItsTagsTogether() {
    Digest image = taggedThrice();
    CountDownLatch all = new CountDownLatch(3);
    one.driver.watch(
        (verb, key) -> {
          if (isTagRead(verb, key)) {
            all.countDown();
            requireSoon(all);
          }
        });
    assertThat(one.manifests().remove(REPO, image)).extracting(Tag::name).contains("a", "b", "c");
    assertThat(tags(other)).isEqualTo("[]");
  }

  @Test
  void manifest_ofWhichATagCannotBeRead_isNotRemoved() {
    Digest image = taggedThrice();
    StorageUnavailable failure = new StorageUnavailable("no answer", new IOException());
    one.driver.watch(
        (verb, key) -> {
          if (isTagRead(verb, key) && key.path().contains("/b/")) {
            throw failure;
          }
        });
    assertThatThrownBy(() -> one.manifests().remove(REPO, image)).isSameAs(failure);
    assertThat(tags(other)).isEqualTo("[a, b, c]");
    assertThat(other.manifests().find(REPO, image)).isPresent();
  }

  private Digest taggedThrice() {
    Digest image = one.pushImage(REPO, "a");
    one.push(REPO, Tag.parse("b"), TestStore.imageOf("a"));
    one.push(REPO, Tag.parse("c"), TestStore.imageOf("a"));
    return image;
  }

  private static boolean isTagRead(WatchedDriver.Verb verb, Key key) {
    return verb == WatchedDriver.Verb.READ && key.path().endsWith("/current/link");
  }

  private static void requireSoon(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody else came");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void catalog_hasTheRepositoriesOfBoth() {
    one.pushImage(REPO, "a");
    other.repositories().learn();
    one.repositories().learn();
    Digest image = other.pushImage(OTHER, "a");
    assertThat(one.repositories().list(Optional.empty(), 10)).containsExactly("a/b", "c");
    one.manifests().remove(OTHER, image);
    assertThat(other.repositories().list(Optional.empty(), 10)).containsExactly("a/b");
  }

  @Test
  void referrers_pushedToEither_areToldByBoth() {
    Digest subject = one.pushImage(REPO, "a");
    assertThat(other.referrers().of(REPO, subject, Optional.empty())).isEmpty();
    one.pushBlob(REPO, "signature");
    Digest referrer =
        one.pushUntagged(
            REPO, Algorithm.SHA256, TestStore.image("signature", Optional.of(subject)));
    assertThat(other.referrers().of(REPO, subject, Optional.empty()))
        .extracting(descriptor -> descriptor.digest())
        .containsExactly(referrer);
    other.manifests().remove(REPO, referrer);
    assertThat(one.referrers().of(REPO, subject, Optional.empty())).isEmpty();
  }

  /** Two write to one session at once, and the store takes the bytes of one of them. */
  @Test
  void bytesThatTheStoreDidNotTake_doNotCount() {
    TestStore loser = TestStore.over(losingEveryAppend(driver), Runnable::run, 0);
    UploadId id = loser.start(REPO);
    assertThatThrownBy(() -> loser.append(REPO, id, "abc")).isInstanceOf(ChunkOutOfOrder.class);
    assertThat(other.append(REPO, id, "xyz")).isEqualTo(3);
    assertThatThrownBy(() -> loser.commit(REPO, id, sha256("abc")))
        .isInstanceOf(DigestMismatch.class);
    assertThat(one.blobs().find(REPO, sha256("abc"))).isEmpty();
  }

  @Test
  void bytesOfAClosingRequestThatBrokeOff_doNotCount() {
    UploadId id = one.start(REPO);
    Chunks all = chunks("abc".getBytes(UTF_8));
    Chunks broken = () -> all.next().or(SharedStoreTest::brokenOff);
    assertThatThrownBy(
            () -> one.uploads().commit(REPO, id, OptionalLong.empty(), broken, sha256("abcdef")))
        .isInstanceOf(IllegalStateException.class);
    driver.deleteBelow(Layout.upload(REPO, id)); // as where nothing stays of such a request
    driver.stage(Layout.uploadData(REPO, id));
    assertThat(other.append(REPO, id, "xyz")).isEqualTo(3);
    assertThatThrownBy(() -> one.commit(REPO, id, sha256("abc")))
        .isInstanceOf(DigestMismatch.class);
  }

  private static Optional<ByteBuffer> brokenOff() {
    throw new IllegalStateException("broken off");
  }

  /** What is appended is gathered, and on its way to the store somebody else was quicker. */
  private static StorageDriver losingEveryAppend(StorageDriver driver) {
    return over(
        StorageDriver.class,
        driver,
        (method, result) ->
            method.getName().equals("staged")
                ? ((Optional<?>) result).map(staged -> losing((StagedObject) staged))
                : result);
  }

  private static StagedObject losing(StagedObject staged) {
    return over(
        StagedObject.class,
        staged,
        (method, result) -> method.getName().equals("append") ? new LostAppend() : result);
  }

  @SuppressWarnings("unchecked")
  private static <T> T over(Class<T> type, T target, BiFunction<Method, Object, Object> change) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> change.apply(method, method.invoke(target, arguments)));
  }

  private static final class LostAppend implements StagedAppend {
    @Override
    public void write(ByteBuffer bytes) {
      bytes.position(bytes.limit());
    }

    @Override
    public void close() {
      throw new StagingConflict(0, 3);
    }
  }

  private static String tags(TestStore store) {
    return store.tags().list(REPO, Optional.empty(), 10).toString();
  }
}
