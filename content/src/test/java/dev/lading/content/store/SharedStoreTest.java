package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.storage.memory.MemoryDriver;
import java.util.Optional;
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

  private static String tags(TestStore store) {
    return store.tags().list(REPO, Optional.empty(), 10).toString();
  }
}
