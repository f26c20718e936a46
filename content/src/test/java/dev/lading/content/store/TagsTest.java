package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.imageOf;
import static dev.lading.content.store.TestStore.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagsTest {
  private static final String IMAGE = imageOf("config");
  private static final Digest DIGEST = sha256(IMAGE);
  private final MemoryDriver driver = new MemoryDriver(new TestClock());
  private final TestStore store = TestStore.over(driver);

  @Test
  void list_isInByteOrder() {
    tag("v1", "V1", "v10", "v1.0", "v1-0", "_", "0", "v1_0", "w");
    assertThat(store.list(REPO))
        .containsExactly("0", "V1", "_", "v1", "v1-0", "v1.0", "v10", "v1_0", "w");
  }

  @Test
  void list_ofAnUnknownRepository_isEmpty() {
    assertThat(store.list(OTHER)).isEmpty();
  }

  /** An index that is whole and the store itself must answer alike, whatever the page. */
  @Test
  void list_fromIndexAndFromStorage_agreeOnEveryPage() {
    tag(IntStream.range(0, 60).mapToObj(i -> "t" + i * 7).toArray(String[]::new));
    store.write("docker/registry/v2/repositories/a/b/_manifests/tags/t5/index/x/link", "half gone");
    store.write("docker/registry/v2/repositories/a/b/_manifests/tags/t6/current/link", "");
    store.write("docker/registry/v2/repositories/a/b/_manifests/tags/.hidden/current/link", "x");
    store.write("docker/registry/v2/repositories/a/b/_manifests/tags/stray", "a file");
    TestStore indexed = TestStore.over(driver);
    TestStore stored = TestStore.over(driver, _ -> {});
    TestStore shared = TestStore.over(driver, Runnable::run, 0);
    List<String> all = indexed.list(REPO);
    assertThat(all).hasSize(60).isSorted();
    List<Optional<String>> starts = new ArrayList<>(all.stream().map(Optional::of).toList());
    starts.addAll(
        List.of(
            Optional.empty(),
            Optional.of(""),
            Optional.of("t5"),
            Optional.of("zz"),
            Optional.of("../.."),
            Optional.of("\u00e9")));
    for (Optional<String> after : starts) {
      for (int limit : new int[] {0, 1, 2, 7, 59, 60, 61, 5_000}) {
        List<String> expected =
            all.stream()
                .filter(tag -> after.isEmpty() || tag.compareTo(after.get()) > 0)
                .limit(limit)
                .toList();
        assertThat(indexed.tags().list(REPO, after, limit)).isEqualTo(expected);
        assertThat(stored.tags().list(REPO, after, limit)).isEqualTo(expected);
        assertThat(shared.tags().list(REPO, after, limit)).isEqualTo(expected);
      }
    }
  }

  @Test
  void put_movesATag_andKeepsItsHistory() {
    tag("v1");
    Digest second = store.pushImage(REPO, "other");
    store.push(REPO, second, imageOf("other"), Tag.parse("v1"));
    assertThat(store.resolve(REPO, "v1")).contains(second);
    assertThat(store.stored(Layout.tagIndexLink(REPO, Tag.parse("v1"), DIGEST).path()))
        .contains(DIGEST.toString());
    assertThat(store.stored(Layout.tagIndexLink(REPO, Tag.parse("v1"), second).path()))
        .contains(second.toString());
  }

  @Test
  void remove_takesTheTagOnly() {
    tag("v1", "v2");
    store.tags().remove(REPO, Tag.parse("v1"));
    assertThat(store.resolve(REPO, "v1")).isEmpty();
    assertThat(store.list(REPO)).containsExactly("v2");
    assertThat(store.manifest(REPO, DIGEST)).isPresent();
    assertThatThrownBy(() -> store.tags().remove(REPO, Tag.parse("v1")))
        .isInstanceOf(ManifestUnknown.class);
    assertThatThrownBy(() -> store.tags().remove(OTHER, Tag.parse("v2")))
        .isInstanceOf(ManifestUnknown.class);
  }

  @Test
  void removeByDigest_agreesWithAndWithoutAnIndex() {
    for (TestStore each :
        List.of(store, TestStore.over(driver, _ -> {}), TestStore.over(driver, Runnable::run, 0))) {
      tag("v1", "v2", "v3");
      Digest other = store.pushImage(REPO, "other");
      store.push(REPO, other, imageOf("other"), Tag.parse("v2"));
      assertThat(each.manifests().remove(REPO, DIGEST))
          .extracting(Tag::name)
          .containsExactlyInAnyOrder("v1", "v3");
      assertThat(each.list(REPO)).containsExactly("other", "v2");
      assertThat(TestStore.over(driver).list(REPO)).containsExactly("other", "v2");
      each.manifests().remove(REPO, other);
    }
  }

  @Test
  void sharedStore_isListedWithoutReadingAnyTag_andSeenAsItIs() {
    tag("v1", "v2", "v3");
    TestStore shared = TestStore.over(driver, Runnable::run, 0);
    assertThat(readsWhile(shared, () -> shared.list(REPO))).isZero();
    assertThat(shared.list(REPO)).containsExactly("v1", "v2", "v3");
    store.tags().remove(REPO, Tag.parse("v2"));
    tag("v4");
    assertThat(shared.list(REPO)).containsExactly("v1", "v3", "v4");
  }

  @Test
  void index_beingFilled_isNotAnsweredFrom() {
    tag("v1", "v2");
    Later later = new Later();
    TestStore slow = TestStore.over(driver, later);
    assertThat(slow.list(REPO)).containsExactly("v1", "v2");
    slow.push(REPO, DIGEST, IMAGE, Tag.parse("v3"));
    slow.tags().remove(REPO, Tag.parse("v1"));
    assertThat(slow.list(REPO)).containsExactly("v2", "v3");
    later.run();
    assertThat(slow.list(REPO)).containsExactly("v2", "v3");
    assertThat(readsWhile(slow, () -> slow.list(REPO))).isZero();
  }

  /** A tag that moves between the listing and the reading of its link. */
  @Test
  void index_filledWhileTagsChange_seesEachChange() {
    tag("v1", "v2", "v3");
    Digest other = store.pushImage(REPO, "other");
    Later later = new Later();
    TestStore slow = TestStore.over(driver, later);
    slow.list(REPO);
    String link = Layout.tagLink(REPO, Tag.parse("v1")).path();
    boolean[] once = {true};
    slow.driver.watch(
        (verb, key) -> {
          if (verb == Verb.READ && key.path().equals(link) && once[0]) {
            once[0] = false;
            slow.tags().remove(REPO, Tag.parse("v3"));
            slow.push(REPO, other, imageOf("other"), Tag.parse("v2"), Tag.parse("v4"));
          }
        });
    later.run();
    slow.driver.unwatch();
    assertThat(slow.list(REPO)).containsExactly("other", "v1", "v2", "v4");
    assertThat(slow.manifests().remove(REPO, other))
        .extracting(Tag::name)
        .containsExactlyInAnyOrder("other", "v2", "v4");
  }

  @Test
  void index_thatCannotBeFilled_isBegunAgain() {
    tag("v1");
    Later later = new Later();
    TestStore broken = TestStore.over(driver, later);
    later.run();
    broken.list(REPO);
    broken.driver.watch((_, _) -> unavailable());
    later.run();
    broken.driver.unwatch();
    assertThat(broken.list(REPO)).containsExactly("v1");
    assertThat(later.waiting()).isEqualTo(1);
    later.run();
    assertThat(readsWhile(broken, () -> broken.list(REPO))).isZero();
  }

  @Test
  void index_thatNobodyMayFill_isNotMissed() {
    tag("v1");
    TestStore stopping =
        TestStore.over(
            driver,
            _ -> {
              throw new RejectedExecutionException();
            });
    assertThat(stopping.list(REPO)).containsExactly("v1");
    assertThat(stopping.catalog()).containsExactly(REPO.name());
  }

  @Test
  void index_isDropped_whenAChangeOfTheStoreFails() {
    tag("v1");
    store.list(REPO);
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.DELETE_BELOW) {
            throw new StorageFull("no space", null);
          }
        });
    assertThatThrownBy(() -> store.tags().remove(REPO, Tag.parse("v1")))
        .isInstanceOf(StorageFull.class);
    store.driver.unwatch();
    assertThat(store.list(REPO)).isEqualTo(TestStore.over(driver, _ -> {}).list(REPO));
  }

  @Test
  void tagThatCannotBeRead_hidesNoOther() {
    tag("v1", "v2", "v3");
    TestStore broken = TestStore.over(driver);
    String link = Layout.tagLink(REPO, Tag.parse("v2")).path();
    broken.driver.watch(
        (_, key) -> {
          if (key.path().equals(link)) {
            unavailable();
          }
        });
    assertThat(broken.list(REPO)).containsExactly("v1", "v3");
    broken.driver.unwatch();
    assertThat(broken.list(REPO)).containsExactly("v1", "v2", "v3");
  }

  @Test
  void repositoryWithMoreTagsThanAreRemembered_isAnsweredFromTheStore() {
    tag("v1", "v2", "v3", "v4", "v5", "v6", "v7");
    Later later = new Later();
    TestStore small = TestStore.over(driver, later, 4_000);
    assertThat(small.list(REPO)).hasSize(7);
    later.run();
    assertThat(readsWhile(small, () -> small.list(REPO))).isPositive();
    assertThat(later.waiting()).as("not begun again and again").isZero();
    small.tags().remove(REPO, Tag.parse("v1"));
    small.push(REPO, DIGEST, IMAGE, Tag.parse("v8"));
    assertThat(small.list(REPO)).containsExactly("v2", "v3", "v4", "v5", "v6", "v7", "v8");
    assertThat(small.manifests().remove(REPO, DIGEST)).hasSize(7);
    assertThat(small.list(REPO)).isEmpty();
  }

  /** By pushes, after it was whole. */
  @Test
  void indexThatGrowsPastTheLimit_isLetGo() {
    TestStore small = TestStore.over(driver, Runnable::run, 4_000);
    small.pushBlob(REPO, "config");
    for (int i = 0; i < 50; i++) {
      small.push(REPO, Tag.parse("t" + i), IMAGE);
      assertThat(small.list(REPO)).hasSize(i + 1);
    }
    assertThat(small.manifests().remove(REPO, DIGEST)).hasSize(50);
  }

  private void tag(String... tags) {
    store.pushBlob(REPO, "config");
    for (String tag : tags) {
      store.push(REPO, Tag.parse(tag), IMAGE);
    }
  }

  /** How many tag links were read. */
  private static long readsWhile(TestStore store, Runnable work) {
    List<String> read = new ArrayList<>();
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.READ) {
            read.add(key.path());
          }
        });
    work.run();
    store.driver.unwatch();
    return read.size();
  }

  private static void unavailable() {
    throw new StorageUnavailable("no disk", new IOException());
  }
}
