package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.imageOf;
import static dev.lading.content.store.TestStore.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.ContentException.TagImmutable;
import dev.lading.content.Digest;
import dev.lading.content.ImmutableTags;
import dev.lading.content.RepositoryPattern;
import dev.lading.content.Tag;
import dev.lading.content.TagPattern;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageFull;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Immutable tags: what no client can move or remove, with one process and with several. */
class StayingTagsTest {
  private static final ImmutableTags RULES =
      new ImmutableTags(
          List.of(
              new ImmutableTags.Rule(
                  List.of(RepositoryPattern.parse(REPO.name())),
                  List.of(new TagPattern("v*")),
                  List.of())));
  private static final Tag V1 = Tag.parse("v1");
  private static final Tag LATEST = Tag.parse("latest");
  private static final Key LINK = Layout.tagLink(REPO, V1);
  private static final String IMAGE = imageOf("config");
  private static final String OTHER_IMAGE = imageOf("config").replace("[]", "[ ]");
  private static final Digest DIGEST = sha256(IMAGE);
  private static final Digest OTHER_DIGEST = sha256(OTHER_IMAGE);

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void pushOfSomethingElse_isRefused_andLeavesNothing(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      for (TestStore store : List.of(alone(driver), shared(driver))) {
        store.pushBlob(REPO, "config");
        store.push(REPO, V1, IMAGE);
        List<String> before = store.keys();
        assertThatThrownBy(() -> store.push(REPO, V1, OTHER_IMAGE))
            .isInstanceOfSatisfying(
                TagImmutable.class,
                refused -> {
                  assertThat(refused.tag()).isEqualTo(V1);
                  assertThat(refused.named()).isEqualTo(DIGEST);
                  assertThat(refused.rule()).isEqualTo("a/b:v*");
                });
        assertThatThrownBy(() -> store.push(REPO, OTHER_DIGEST, OTHER_IMAGE, LATEST, V1))
            .isInstanceOf(TagImmutable.class);
        assertThat(store.keys()).isEqualTo(before);
        assertThat(store.resolve(REPO, "v1")).contains(DIGEST);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pushOfTheSame_isFine(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      for (TestStore store : List.of(alone(driver), shared(driver))) {
        store.pushBlob(REPO, "config");
        store.push(REPO, V1, IMAGE);
        assertThat(store.push(REPO, V1, IMAGE).digest()).isEqualTo(DIGEST);
        assertThat(store.push(REPO, DIGEST, IMAGE, V1, LATEST).tags()).contains(V1, LATEST);
        assertThat(store.list(REPO)).containsExactly("latest", "v1");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void removals_areRefused_ofTheTagAndOfWhatItNames(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      for (TestStore store : List.of(alone(driver), shared(driver))) {
        store.pushBlob(REPO, "config");
        store.push(REPO, DIGEST, IMAGE, LATEST, V1);
        assertThatThrownBy(() -> store.tags().remove(REPO, V1)).isInstanceOf(TagImmutable.class);
        assertThatThrownBy(() -> store.manifests().remove(REPO, DIGEST))
            .isInstanceOf(TagImmutable.class);
        assertThat(store.list(REPO)).as("all or nothing").containsExactly("latest", "v1");
        assertThat(store.manifest(REPO, DIGEST)).contains(IMAGE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatNoRuleCovers_movesAndGoes(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      TestStore store = alone(driver);
      store.pushBlob(REPO, "config");
      store.pushBlob(OTHER, "config");
      store.push(REPO, LATEST, IMAGE);
      store.push(OTHER, V1, IMAGE);
      store.push(REPO, LATEST, OTHER_IMAGE);
      store.push(OTHER, V1, OTHER_IMAGE);
      assertThat(store.resolve(REPO, "latest")).contains(OTHER_DIGEST);
      assertThat(store.resolve(OTHER, "v1")).contains(OTHER_DIGEST);
      store.tags().remove(REPO, LATEST);
      assertThat(store.manifests().remove(OTHER, OTHER_DIGEST)).containsExactly(V1);
    }
  }

  /** Rules of retention are the operator's as well. */
  @ParameterizedTest
  @EnumSource
  void housekeeping_mayRemoveIt_andThenItCanBeAnything(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      TestStore store = alone(driver);
      store.pushBlob(REPO, "config");
      store.push(REPO, V1, IMAGE);
      assertThat(store.tags().remove(REPO, V1, DIGEST)).isTrue();
      store.push(REPO, V1, OTHER_IMAGE);
      assertThat(store.resolve(REPO, "v1")).contains(OTHER_DIGEST);
    }
  }

  /** Both looked before either wrote. */
  @ParameterizedTest
  @EnumSource
  void pushesOfTwoProcesses_atOnce_oneWins(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      TestStore one = shared(driver);
      TestStore other = shared(driver);
      one.pushBlob(REPO, "config");
      before(one, Verb.WRITE, LINK, () -> other.push(REPO, V1, OTHER_IMAGE));
      assertThatThrownBy(() -> one.push(REPO, V1, IMAGE))
          .isInstanceOfSatisfying(
              TagImmutable.class, refused -> assertThat(refused.named()).isEqualTo(OTHER_DIGEST));
      assertThat(one.resolve(REPO, "v1")).contains(OTHER_DIGEST);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pushesOfTheSame_byTwoProcessesAtOnce_bothSucceed(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      TestStore one = shared(driver);
      TestStore other = shared(driver);
      one.pushBlob(REPO, "config");
      before(one, Verb.WRITE, LINK, () -> other.push(REPO, V1, IMAGE));
      assertThat(one.push(REPO, V1, IMAGE).digest()).isEqualTo(DIGEST);
      assertThat(one.resolve(REPO, "v1")).contains(DIGEST);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pushesOfManyProcesses_exactlyOneWinsEachTag(Drivers drivers) throws Exception {
    try (StorageDriver driver = open(drivers)) {
      shared(driver).pushBlob(REPO, "config");
      for (int round = 0; round < 20; round++) {
        Tag tag = Tag.parse("v" + round);
        List<Callable<Boolean>> pushes = new ArrayList<>();
        for (int each = 0; each < 4; each++) {
          TestStore process = shared(driver);
          String image = IMAGE.replace("[]", "[" + " ".repeat(each) + "]");
          pushes.add(() -> wins(process, tag, image));
        }
        assertThat(together(pushes)).containsOnlyOnce(true);
      }
    }
  }

  private static boolean wins(TestStore process, Tag tag, String image) {
    try {
      process.push(REPO, tag, image);
      assertThat(process.resolve(REPO, tag.name())).contains(sha256(image));
      return true;
    } catch (TagImmutable refused) {
      assertThat(process.resolve(REPO, tag.name())).contains(refused.named());
      return false;
    }
  }

  /** The removal had found no such tag, and the push was acknowledged. */
  @ParameterizedTest
  @EnumSource
  void tagThatComesWhileItsManifestIsRemoved_bringsItBack(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      TestStore one = shared(driver);
      TestStore other = shared(driver);
      one.pushBlob(REPO, "config");
      one.push(REPO, LATEST, IMAGE);
      before(
          one,
          Verb.DELETE,
          Layout.revisionLink(REPO, DIGEST),
          () -> other.push(REPO, DIGEST, IMAGE, V1));
      assertThatThrownBy(() -> one.manifests().remove(REPO, DIGEST))
          .isInstanceOf(TagImmutable.class);
      assertThat(other.resolve(REPO, "v1")).contains(DIGEST);
      assertThat(other.manifest(REPO, DIGEST)).contains(IMAGE);
    }
  }

  /** There is one step that decides; before it nothing was. */
  @ParameterizedTest
  @EnumSource
  void pushThatFails_decidesNothing(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      TestStore store = shared(driver);
      store.pushBlob(REPO, "config");
      before(
          store,
          Verb.WRITE,
          LINK,
          () -> {
            throw new StorageFull("no space", null);
          });
      assertThatThrownBy(() -> store.push(REPO, V1, IMAGE)).isInstanceOf(StorageFull.class);
      store.push(REPO, V1, OTHER_IMAGE);
      assertThat(store.resolve(REPO, "v1")).contains(OTHER_DIGEST);
    }
  }

  /** As distribution leaves them after a power loss. */
  @ParameterizedTest
  @EnumSource
  void linkThatSaysNothing_isNoTag_andIsSet(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      TestStore store = alone(driver);
      store.pushBlob(REPO, "config");
      store.write(LINK.path(), "");
      store.push(REPO, V1, IMAGE);
      assertThat(store.resolve(REPO, "v1")).contains(DIGEST);
      assertThatThrownBy(() -> store.push(REPO, V1, OTHER_IMAGE)).isInstanceOf(TagImmutable.class);
    }
  }

  /** As a crash between the steps of a removal leaves it: the tag still says what it stays. */
  @ParameterizedTest
  @EnumSource
  void tagWhoseManifestIsGone_takesThatManifestOnly(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      TestStore store = shared(driver);
      store.pushBlob(REPO, "config");
      store.push(REPO, V1, IMAGE);
      driver.delete(Layout.revisionLink(REPO, DIGEST));
      assertThatThrownBy(() -> store.push(REPO, V1, OTHER_IMAGE)).isInstanceOf(TagImmutable.class);
      store.push(REPO, V1, IMAGE);
      assertThat(store.manifest(REPO, DIGEST)).contains(IMAGE);
    }
  }

  /** What distribution reads and writes is all there is. */
  @ParameterizedTest
  @EnumSource
  void tree_isThatOfAnyTag(Drivers drivers) {
    try (StorageDriver driver = open(drivers)) {
      TestStore store = shared(driver);
      store.pushBlob(REPO, "config");
      store.push(REPO, V1, IMAGE);
      assertThat(store.stored(LINK.path())).contains(DIGEST.toString());
      assertThat(store.keys()).filteredOn(key -> key.contains("/v1/")).hasSize(2);
      assertThat(store.keys("lading")).noneMatch(key -> key.contains("v1"));
    }
  }

  private StorageDriver open(Drivers drivers) {
    return drivers.open(directory, new TestClock());
  }

  private static TestStore alone(StorageDriver driver) {
    return TestStore.alone(driver, RULES);
  }

  private static TestStore shared(StorageDriver driver) {
    return TestStore.shared(driver, RULES);
  }

  /** Does something once, before the store's first such call. */
  private static void before(TestStore store, Verb verb, Key key, Runnable work) {
    store.driver.watch(
        (called, at) -> {
          if (called == verb && at.equals(key)) {
            store.driver.unwatch();
            work.run();
          }
        });
  }

  private static List<Boolean> together(List<Callable<Boolean>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<Boolean> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> running = new ArrayList<>();
      for (Callable<Boolean> task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      for (Future<Boolean> each : running) {
        results.add(each.get());
      }
    }
    return results;
  }
}
