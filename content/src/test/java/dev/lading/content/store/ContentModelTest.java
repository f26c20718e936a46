package dev.lading.content.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Algorithm;
import dev.lading.content.ContentException;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.memory.MemoryDriver;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operations on a store against the same on a few maps. After each, everything that can be
 * asked is asked, of a store whose indexes are whole, or of one opened anew that has none.
 */
class ContentModelTest {
  private static final long SEED = Long.getLong("lading.seed", new SplittableRandom().nextLong());
  private static final List<RepositoryName> NAMES =
      List.of(RepositoryName.parse("a"), RepositoryName.parse("a/b"), RepositoryName.parse("a-b"));
  private static final List<String> TAGS = List.of("v1", "v2", "V1", "_");
  private static final List<String> BLOBS = List.of("", "one", "two");

  @Test
  void randomOperations_inMemory_agreeWithTheModel() {
    SplittableRandom seeds = new SplittableRandom(SEED);
    for (int run = 0; run < 25; run++) {
      new Run(new MemoryDriver(new TestClock()), seeds.split()).steps(80);
    }
  }

  @Test
  void randomOperations_onDisk_agreeWithTheModel(@TempDir Path directory) {
    try (StorageDriver driver = Drivers.FILESYSTEM.open(directory, new TestClock())) {
      new Run(driver, new SplittableRandom(SEED)).steps(40);
    }
  }

  /** One repository as it should be. */
  private static final class Expected {
    private final TreeSet<Digest> blobs = new TreeSet<>();
    private final Map<Digest, String> manifests = new TreeMap<>();
    private final TreeMap<String, Digest> tags = new TreeMap<>();
    private final Map<Digest, Digest> subjects = new HashMap<>();
  }

  private static final class Run {
    private final StorageDriver driver;
    private final SplittableRandom random;
    private final TestStore store;
    private final Map<RepositoryName, Expected> expected = new HashMap<>();
    private int step;

    Run(StorageDriver driver, SplittableRandom random) {
      this.driver = driver;
      this.random = random;
      this.store = TestStore.over(driver);
      NAMES.forEach(name -> expected.put(name, new Expected()));
    }

    void steps(int count) {
      for (step = 0; step < count; step++) {
        operate();
        check(random.nextBoolean() ? store : TestStore.over(driver, _ -> {}));
      }
      check(TestStore.over(driver));
    }

    private void operate() {
      RepositoryName name = any(NAMES);
      Expected repository = of(name);
      switch (random.nextInt(9)) {
        case 0, 1 -> repository.blobs.add(store.pushBlob(name, algorithm(), any(BLOBS)));
        case 2 -> mount(name, any(NAMES));
        case 3 -> removeBlob(name);
        case 4, 5, 6 -> pushManifest(name);
        case 7 -> removeTag(name);
        default -> removeManifest(name);
      }
    }

    private void mount(RepositoryName to, RepositoryName from) {
      Digest digest = Digest.of(algorithm(), any(BLOBS).getBytes(UTF_8));
      boolean mounted = store.blobs().mount(to, digest, List.of(from)).isPresent();
      assertThat(mounted).as(where()).isEqualTo(of(from).blobs.contains(digest));
      if (mounted) {
        of(to).blobs.add(digest);
      }
    }

    private void removeBlob(RepositoryName name) {
      Digest digest = Digest.of(algorithm(), any(BLOBS).getBytes(UTF_8));
      boolean removed = succeeds(() -> store.blobs().remove(name, digest));
      assertThat(removed).as(where()).isEqualTo(of(name).blobs.remove(digest));
    }

    private void pushManifest(RepositoryName name) {
      Expected repository = of(name);
      String blob = any(BLOBS);
      Optional<Digest> subject =
          random.nextInt(3) == 0 && !repository.manifests.isEmpty()
              ? Optional.of(any(List.copyOf(repository.manifests.keySet())))
              : Optional.empty();
      String json = TestStore.image(blob, subject);
      Digest digest = Digest.of(algorithm(), json.getBytes(UTF_8));
      Tag tag = Tag.parse(any(TAGS));
      boolean pushed = succeeds(() -> store.push(name, digest, json, tag));
      assertThat(pushed).as(where()).isEqualTo(repository.blobs.contains(TestStore.sha256(blob)));
      if (pushed) {
        repository.manifests.put(digest, json);
        repository.tags.put(tag.name(), digest);
        subject.ifPresent(to -> repository.subjects.put(digest, to));
      }
    }

    private void removeTag(RepositoryName name) {
      String tag = any(TAGS);
      boolean removed = succeeds(() -> store.tags().remove(name, Tag.parse(tag)));
      assertThat(removed).as(where()).isEqualTo(of(name).tags.remove(tag) != null);
    }

    private void removeManifest(RepositoryName name) {
      Expected repository = of(name);
      if (repository.manifests.isEmpty()) {
        return;
      }
      Digest digest = any(List.copyOf(repository.manifests.keySet()));
      List<Tag> untagged = store.manifests().remove(name, digest);
      List<String> naming =
          repository.tags.entrySet().stream()
              .filter(each -> each.getValue().equals(digest))
              .map(Map.Entry::getKey)
              .toList();
      assertThat(untagged)
          .as(where())
          .extracting(Tag::name)
          .containsExactlyInAnyOrderElementsOf(naming);
      repository.manifests.remove(digest);
      repository.subjects.remove(digest);
      naming.forEach(repository.tags::remove);
    }

    private void check(TestStore asked) {
      List<String> catalog =
          NAMES.stream()
              .filter(name -> !of(name).manifests.isEmpty())
              .map(RepositoryName::name)
              .sorted()
              .toList();
      assertThat(asked.catalog()).as(where()).isEqualTo(catalog);
      NAMES.forEach(name -> check(asked, name, of(name)));
    }

    private void check(TestStore asked, RepositoryName name, Expected repository) {
      assertThat(asked.list(name)).as(where()).isEqualTo(List.copyOf(repository.tags.keySet()));
      repository.tags.forEach(
          (tag, digest) -> assertThat(asked.resolve(name, tag)).as(where()).contains(digest));
      repository.manifests.forEach(
          (digest, json) -> assertThat(asked.manifest(name, digest)).as(where()).contains(json));
      for (Algorithm algorithm : Algorithm.values()) {
        for (String blob : BLOBS) {
          Digest digest = Digest.of(algorithm, blob.getBytes(UTF_8));
          assertThat(asked.blobs().find(name, digest).isPresent())
              .as(where())
              .isEqualTo(repository.blobs.contains(digest));
        }
      }
      for (Digest subject : repository.manifests.keySet()) {
        List<Digest> referring =
            repository.subjects.entrySet().stream()
                .filter(each -> each.getValue().equals(subject))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        assertThat(asked.referrers().of(name, subject, Optional.empty()))
            .as(where())
            .extracting(Descriptor::digest)
            .isEqualTo(referring);
      }
    }

    private static boolean succeeds(Runnable operation) {
      try {
        operation.run();
        return true;
      } catch (ContentException _) {
        return false;
      }
    }

    private Expected of(RepositoryName name) {
      return expected.computeIfAbsent(name, _ -> new Expected());
    }

    private Algorithm algorithm() {
      return random.nextInt(4) == 0 ? Algorithm.SHA512 : Algorithm.SHA256;
    }

    private <T> T any(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }

    private String where() {
      return "step " + step + " -Dlading.seed=" + SEED;
    }
  }
}
