package dev.lading.content.store;

import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.imageOf;
import static dev.lading.content.store.TestStore.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.ContentException.PreconditionFailed;
import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.Digest;
import dev.lading.content.Precondition;
import dev.lading.content.Tag;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.Key;
import dev.lading.storage.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes and removals that ask what is there, so that pipelines do not undo each other's work. */
class PreconditionTest {
  private static final Tag V1 = Tag.parse("v1");
  private static final Key LINK = Layout.tagLink(REPO, V1);
  private static final Precondition ABSENT = Optional::isEmpty;
  private final MemoryDriver driver = new MemoryDriver(new TestClock());
  private final TestStore store = TestStore.over(driver);

  @Test
  void push_whereTheTagIsAsSeen_movesIt() {
    Digest first = push("a");
    assertThat(store.pushIf(is(first), REPO, V1, image("b"))).isEqualTo(sha256(image("b")));
    assertThat(store.resolve(REPO, "v1")).contains(sha256(image("b")));
  }

  @Test
  void push_whereTheTagMoved_isRefused_andLeavesNothing() {
    Digest first = push("a");
    Digest second = push("b");
    List<String> before = store.keys();
    assertThatThrownBy(() -> store.pushIf(is(first), REPO, V1, image("c")))
        .isInstanceOfSatisfying(
            PreconditionFailed.class, failed -> assertThat(failed.named()).contains(second));
    assertThat(store.keys()).isEqualTo(before);
  }

  @Test
  void push_whereThereIsNoTag_isRefused() {
    push("a");
    store.tags().remove(REPO, V1);
    assertThatThrownBy(() -> store.pushIf(is(sha256(image("a"))), REPO, V1, image("b")))
        .isInstanceOfSatisfying(
            PreconditionFailed.class, failed -> assertThat(failed.named()).isEmpty());
    assertThat(store.list(REPO)).isEmpty();
  }

  @Test
  void push_thatWantsToBeTheFirst_isRefusedWhereAnythingIs() {
    store.pushBlob(REPO, "config");
    store.pushIf(ABSENT, REPO, V1, image("a"));
    for (String again : List.of("a", "b")) {
      assertThatThrownBy(() -> store.pushIf(ABSENT, REPO, V1, image(again)))
          .isInstanceOf(PreconditionFailed.class);
    }
    assertThat(store.resolve(REPO, "v1")).contains(sha256(image("a")));
    assertThat(store.list(REPO)).containsExactly("v1");
  }

  @Test
  void pushesOfTwoProcesses_thatWantToBeTheFirst_oneWins() {
    TestStore one = TestStore.over(driver, Runnable::run, 0);
    TestStore other = TestStore.over(driver, Runnable::run, 0);
    one.pushBlob(REPO, "config");
    before(one, () -> other.pushIf(ABSENT, REPO, V1, image("b")));
    assertThatThrownBy(() -> one.pushIf(ABSENT, REPO, V1, image("a")))
        .isInstanceOfSatisfying(
            PreconditionFailed.class,
            failed -> assertThat(failed.named()).contains(sha256(image("b"))));
    assertThat(one.resolve(REPO, "v1")).contains(sha256(image("b")));
  }

  /** Both looked before either wrote. */
  @Test
  void pushesOfTwoProcesses_thatSawTheSame_oneMovesIt() {
    TestStore one = TestStore.over(driver, Runnable::run, 0);
    TestStore other = TestStore.over(driver, Runnable::run, 0);
    Digest first = push("a");
    before(
        one,
        () ->
            assertThatThrownBy(() -> other.pushIf(is(first), REPO, V1, image("c")))
                .isInstanceOfSatisfying(
                    PreconditionFailed.class,
                    failed -> assertThat(failed.named()).contains(sha256(image("b")))));
    one.pushIf(is(first), REPO, V1, image("b"));
    assertThat(other.resolve(REPO, "v1")).contains(sha256(image("b")));
  }

  /** Of any number that saw the same, one moves the tag. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pushesAtOnce_neverOverwriteEachOther(boolean isShared) throws Exception {
    int writers = 8;
    push("start");
    List<Callable<List<Digest>>> tasks = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      String name = "w" + writer;
      TestStore process = isShared ? TestStore.over(driver, Runnable::run, 0) : store;
      tasks.add(() -> movedFrom(process, name));
    }
    List<Digest> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Digest>> each : threads.invokeAll(tasks)) {
        all.addAll(each.get());
      }
    }
    assertThat(all).isNotEmpty().doesNotHaveDuplicates();
  }

  /** From what this writer moved the tag, which nobody else then did. */
  private static List<Digest> movedFrom(TestStore process, String writer) {
    List<Digest> moved = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Digest seen = process.resolve(REPO, "v1").orElseThrow();
      try {
        process.pushIf(is(seen), REPO, V1, image(writer + "-" + i));
        moved.add(seen);
      } catch (PreconditionFailed | StoreBusy _) {
        // Somebody else was quicker.
      }
    }
    return moved;
  }

  /** The second attempt finds what the first has left. */
  @Test
  void push_thatIsPublishedTwice_asksOnlyOnce() {
    Digest first = push("a");
    Key revision = Layout.revisionLink(REPO, sha256(image("b")));
    before(store, () -> driver.delete(revision));
    store.pushIf(is(first), REPO, V1, image("b"));
    assertThat(store.resolve(REPO, "v1")).contains(sha256(image("b")));
    assertThat(store.manifest(REPO, sha256(image("b")))).isPresent();
  }

  /** Between its two attempts somebody else moved the tag on; that stays. */
  @Test
  void push_thatIsPublishedTwice_undoesNobodysMove() {
    Digest first = push("a");
    TestStore other = TestStore.over(driver, Runnable::run, 0);
    Digest pushed = sha256(image("b"));
    before(store, () -> driver.delete(Layout.revisionLink(REPO, pushed)));
    Key history = Layout.tagIndexLink(REPO, V1, pushed);
    int[] writes = {0};
    TestStore slow =
        TestStore.over(
            new ForwardingDriver(store.driver) {
              @Override
              public void write(Key key, byte[] bytes) {
                if (key.equals(history) && ++writes[0] == 2) {
                  other.push(REPO, V1, image("c"));
                }
                super.write(key, bytes);
              }
            },
            Runnable::run,
            0);
    assertThatThrownBy(() -> slow.pushIf(is(first), REPO, V1, image("b")))
        .isInstanceOf(PreconditionFailed.class);
    assertThat(other.resolve(REPO, "v1")).contains(sha256(image("c")));
  }

  @Test
  void pushByDigest_isAskedAboutTheDigest() {
    store.pushBlob(REPO, "config");
    Digest digest = sha256(image("a"));
    assertThatThrownBy(() -> store.pushIf(is(digest), REPO, digest, image("a")))
        .isInstanceOf(PreconditionFailed.class);
    store.pushIf(ABSENT, REPO, digest, image("a"));
    assertThatThrownBy(() -> store.pushIf(ABSENT, REPO, digest, image("a")))
        .isInstanceOf(PreconditionFailed.class);
    assertThat(store.pushIf(is(digest), REPO, digest, image("a"))).isEqualTo(digest);
  }

  @Test
  void removal_takesTheTagOnlyWhereItIsAsSeen() {
    Digest first = push("a");
    Digest second = push("b");
    assertThatThrownBy(() -> store.tags().remove(REPO, V1, is(first)))
        .isInstanceOfSatisfying(
            PreconditionFailed.class, failed -> assertThat(failed.named()).contains(second));
    assertThat(store.resolve(REPO, "v1")).contains(second);
    store.tags().remove(REPO, V1, is(second));
    assertThatThrownBy(() -> store.tags().remove(REPO, V1, is(second)))
        .isInstanceOf(ManifestUnknown.class);
  }

  @Test
  void pushWithoutPrecondition_doesNotLookAtTheTag() {
    push("a");
    List<Key> read = new ArrayList<>();
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.READ) {
            read.add(key);
          }
        });
    push("b");
    store.driver.unwatch();
    assertThat(read).doesNotContain(LINK);
  }

  private Digest push(String number) {
    store.pushBlob(REPO, "config");
    return store.push(REPO, V1, image(number)).digest();
  }

  private static String image(String number) {
    return imageOf("config").replace("\"layers\"", "\"number\":\"" + number + "\",\"layers\"");
  }

  private static Precondition is(Digest digest) {
    return Optional.of(digest)::equals;
  }

  /** Does something once, before the tag's link is written. */
  private static void before(TestStore store, Runnable work) {
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.WRITE && key.equals(LINK)) {
            store.driver.unwatch();
            work.run();
          }
        });
  }
}
