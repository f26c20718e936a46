package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.ContentException.RepositoryUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepositoriesTest {
  private final MemoryDriver driver = new MemoryDriver(new TestClock());
  private final TestStore store = TestStore.over(driver);

  @Test
  void list_isInByteOrderOfWholeNames() {
    for (String name : List.of("b", "a/b", "a", "a-b", "a.b/c", "a0", "a/b/c")) {
      store.pushImage(RepositoryName.parse(name), "v1");
    }
    List<String> expected = List.of("a", "a-b", "a.b/c", "a/b", "a/b/c", "a0", "b");
    assertThat(store.catalog()).isEqualTo(expected);
    assertThat(TestStore.over(driver).catalog()).isEqualTo(expected);
    assertThat(TestStore.over(driver, _ -> {}).catalog()).isEqualTo(expected);
  }

  @Test
  void list_learnedAndWalked_agreeOnEveryPage() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      names.add("r" + i % 3 + (i % 2 == 0 ? "/" : "-") + i);
    }
    names.forEach(name -> store.pushImage(RepositoryName.parse(name), "v1"));
    names.sort(null);
    TestStore walking = TestStore.over(driver, _ -> {});
    for (String after : names) {
      for (int limit : new int[] {0, 1, 7, 100}) {
        List<String> expected =
            names.stream().filter(name -> name.compareTo(after) > 0).limit(limit).toList();
        assertThat(store.repositories().list(Optional.of(after), limit)).isEqualTo(expected);
        assertThat(walking.repositories().list(Optional.of(after), limit)).isEqualTo(expected);
      }
    }
  }

  @Test
  void repository_beginsWithItsFirstManifest_andGoesWithItsLast() {
    store.pushBlob(REPO, "v1");
    assertThat(store.catalog()).isEmpty();
    Digest first = store.pushImage(REPO, "v1");
    Digest second = store.pushImage(REPO, "v2");
    store.manifests().remove(REPO, first);
    assertThat(store.catalog()).containsExactly("a/b");
    store.manifests().remove(REPO, second);
    assertThat(store.catalog()).isEmpty();
    assertThat(TestStore.over(driver).catalog()).isEmpty();
    store.pushImage(REPO, "v1");
    assertThat(store.catalog()).containsExactly("a/b");
  }

  @Test
  void repositoryWithoutTags_isListed() {
    store.pushImage(REPO, "v1");
    store.tags().remove(REPO, Tag.parse("v1"));
    assertThat(store.catalog()).containsExactly("a/b");
  }

  @Test
  void require_isContentWithManifestsOrBlobs() {
    assertThatThrownBy(() -> store.repositories().require(REPO))
        .isInstanceOf(RepositoryUnknown.class);
    store.start(REPO);
    assertThatThrownBy(() -> store.repositories().require(REPO))
        .isInstanceOf(RepositoryUnknown.class);
    store.pushBlob(REPO, "v1");
    assertThatCode(() -> store.repositories().require(REPO)).doesNotThrowAnyException();
    assertThatThrownBy(() -> store.repositories().require(OTHER))
        .isInstanceOf(RepositoryUnknown.class);
    assertThatThrownBy(() -> store.repositories().require(RepositoryName.parse("a")))
        .isInstanceOf(RepositoryUnknown.class);
  }

  @Test
  void foreignDirectories_arePassedOver() {
    store.pushImage(REPO, "v1");
    String link = "/_manifests/revisions/sha256/" + "0".repeat(64) + "/link";
    String root = "docker/registry/v2/repositories/";
    for (String foreign :
        List.of("Upper", "a/_own", "a..b", "x".repeat(200) + "/" + "y".repeat(200))) {
      store.write(root + foreign + link, "x");
    }
    store.write(root + "_manifests" + "/stray", "x");
    store.write(root + "d/".repeat(300) + "stray", "x");
    store.write(root + "file", "x");
    store.write(root + "empty/_manifests/tags/v1/index/sha256/x/link", "half removed");
    assertThat(TestStore.over(driver).catalog()).containsExactly("a/b");
    assertThat(TestStore.over(driver, _ -> {}).catalog()).containsExactly("a/b");
  }

  @Test
  void list_whileNamesAreLearned_isWhole_andSeesChanges() {
    Digest first = store.pushImage(REPO, "v1");
    Later later = new Later();
    TestStore slow = TestStore.over(driver, later);
    assertThat(slow.catalog()).containsExactly("a/b");
    slow.pushImage(OTHER, "v1");
    slow.manifests().remove(REPO, first);
    assertThat(slow.catalog()).containsExactly("c");
    later.run();
    assertThat(slow.catalog()).containsExactly("c");
    assertThat(listingsWhile(slow, slow::catalog)).isZero();
  }

  @Test
  void learning_thatFails_isBegunAgain() {
    store.pushImage(REPO, "v1");
    Later later = new Later();
    TestStore broken = TestStore.over(driver, later);
    broken.driver.watch(
        (_, _) -> {
          throw new StorageUnavailable("no disk", new IOException());
        });
    later.run();
    broken.driver.unwatch();
    assertThat(broken.catalog()).containsExactly("a/b");
    assertThat(later.waiting()).isEqualTo(1);
    later.run();
    assertThat(listingsWhile(broken, broken::catalog)).isZero();
  }

  /** The last manifest goes while another comes: between the look and the forgetting. */
  @Test
  void repository_whoseLastManifestIsReplacedMeanwhile_staysListed() throws Exception {
    Digest last = store.pushImage(REPO, "v1");
    store.pushBlob(REPO, "v2");
    String revisions = Layout.revisions(REPO).path();
    Thread[] pushing = new Thread[1];
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.LIST && key.path().equals(revisions) && pushing[0] == null) {
            pushing[0] = Thread.ofVirtual().start(() -> store.pushImage(REPO, "v2"));
          }
        });
    store.manifests().remove(REPO, last);
    pushing[0].join(10_000);
    store.driver.unwatch();
    assertThat(store.resolve(REPO, "v2")).isPresent();
    assertThat(store.catalog()).containsExactly("a/b");
  }

  private static long listingsWhile(TestStore store, Runnable work) {
    List<String> listed = new ArrayList<>();
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.LIST) {
            listed.add(key.path());
          }
        });
    work.run();
    store.driver.unwatch();
    return listed.size();
  }
}
