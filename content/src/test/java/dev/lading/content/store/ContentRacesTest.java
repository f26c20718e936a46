package dev.lading.content.store;

import static dev.lading.content.store.TestStore.imageOf;
import static dev.lading.content.store.TestStore.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.ContentException;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many threads on a few names. When all is quiet, what the store says from its indexes is what lies
 * in storage, and nothing acknowledged is half there. Small indexes are dropped all the time.
 */
class ContentRacesTest {
  private static final long SEED = Long.getLong("lading.seed", new SplittableRandom().nextLong());
  private static final int THREADS = 8;
  private static final int DEADLINE_SECONDS = 300;
  private static final int STEPS = 100;
  private static final List<RepositoryName> NAMES =
      List.of(RepositoryName.parse("a"), RepositoryName.parse("b"));
  private static final Digest SUBJECT = sha256("subject");

  @ParameterizedTest
  @ValueSource(longs = {TestStore.INDEX_BYTES, 5_000, 0})
  void pushesAndRemovals_leaveIndexesAndStorageAlike(long indexBytes) throws Exception {
    MemoryDriver driver = new MemoryDriver(new TestClock());
    TestStore store;
    try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
      store = TestStore.over(driver, background, indexBytes);
      NAMES.forEach(name -> store.pushBlob(name, "config"));
      SplittableRandom random = new SplittableRandom(SEED);
      List<SplittableRandom> randoms = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        randoms.add(random.split());
      }
      together(randoms.stream().<Runnable>map(each -> () -> steps(store, each)).toList());
    }
    TestStore fresh = TestStore.over(driver, _ -> {});
    for (int asked = 0; asked < 2; asked++) {
      NAMES.forEach(name -> requireAlike(store, fresh, name));
      assertThat(store.catalog()).as("seed %d", SEED).isEqualTo(fresh.catalog());
    }
  }

  private static void requireAlike(TestStore store, TestStore fresh, RepositoryName name) {
    assertThat(store.list(name)).as("seed %d", SEED).isEqualTo(fresh.list(name));
    assertThat(referrers(store, name)).as("seed %d", SEED).isEqualTo(referrers(fresh, name));
    for (String tag : fresh.list(name)) {
      Digest digest = fresh.resolve(name, tag).orElseThrow();
      assertThat(fresh.manifest(name, digest)).as("%s seed %d", tag, SEED).isPresent();
    }
  }

  private static List<Digest> referrers(TestStore store, RepositoryName name) {
    return store.referrers().of(name, SUBJECT, Optional.empty()).map(Descriptor::digest).toList();
  }

  private static void steps(TestStore store, SplittableRandom random) {
    for (int i = 0; i < STEPS; i++) {
      try {
        step(store, random);
      } catch (ContentException.ManifestUnknown | ContentException.StoreBusy _) {
        // Somebody else was quicker.
      }
    }
  }

  private static void step(TestStore store, SplittableRandom random) {
    RepositoryName name = NAMES.get(random.nextInt(NAMES.size()));
    Tag tag = Tag.parse("t" + random.nextInt(4));
    String json = manifest(random.nextInt(4));
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> store.push(name, tag, json);
      case 3 -> store.push(name, sha256(json), json);
      case 4 -> store.tags().remove(name, tag);
      case 5 -> store.manifests().remove(name, sha256(json));
      case 6 -> store.list(name);
      default -> referrers(store, name);
    }
  }

  /** Every other one is about the subject. */
  private static String manifest(int number) {
    String json =
        number % 2 == 0 ? imageOf("config") : TestStore.image("config", Optional.of(SUBJECT));
    return json.replace("\"layers\"", "\"number\":" + number + ",\"layers\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sameBlob_pushedByManyAtOnce_isWhole(boolean oneRepository) throws Exception {
    TestStore store = TestStore.inMemory();
    List<Runnable> pushes = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      RepositoryName name = NAMES.get(oneRepository ? 0 : i % 2);
      pushes.add(() -> store.pushBlob(name, "the same"));
    }
    together(pushes);
    assertThat(store.read(NAMES.getFirst(), sha256("the same"))).isEqualTo("the same");
    assertThat(store.keys()).noneMatch(key -> key.contains("_uploads"));
  }

  /** All start at one moment; the first failure is thrown. */
  private static void together(List<Runnable> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> running = new ArrayList<>();
      for (Runnable task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  task.run();
                  return true;
                }));
      }
      for (Future<Boolean> each : running) {
        each.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }
}
