package dev.lading.storage;

import static dev.lading.storage.DriverFixture.append;
import static dev.lading.storage.DriverFixture.bytes;
import static dev.lading.storage.DriverFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Second objects of the same bytes. */
interface CopyContract extends DriverFixture {

  @Test
  default void copy_makesASecondObject_andLeavesTheFirst() {
    driver().write(key("a/b"), bytes("bytes"));
    assertThat(driver().copy(key("a/b"), key("trash/c/d"))).isTrue();
    assertThat(text("a/b")).isEqualTo("bytes");
    assertThat(text("trash/c/d")).isEqualTo("bytes");
    assertThat(driver().find(key("trash/c/d"))).map(ObjectInfo::size).contains(5L);
    assertThat(listed("trash", Optional.empty(), 10)).containsExactly("c/d");
  }

  @Test
  default void copy_ofNothing_isFalse_andChangesNothing() {
    driver().write(key("a/b"), bytes("bytes"));
    assertThat(driver().copy(key("a/c"), key("trash/c"))).isFalse();
    assertThat(driver().copy(key("a"), key("trash/c"))).isFalse();
    assertThat(driver().copy(key("a/c"), key("a/b"))).isFalse();
    assertThat(text("a/b")).isEqualTo("bytes");
    assertThat(driver().children(TOP, Optional.empty(), 10)).containsExactly("a");
  }

  @Test
  default void copy_again_isACopyAgain() {
    driver().write(key("a/b"), bytes("bytes"));
    driver().copy(key("a/b"), key("trash/c"));
    assertThat(driver().copy(key("a/b"), key("trash/c"))).isTrue();
    assertThat(driver().copy(key("trash/c"), key("a/b"))).isTrue();
    assertThat(text("a/b")).isEqualTo("bytes");
    assertThat(text("trash/c")).isEqualTo("bytes");
  }

  @Test
  default void copy_replacesWhatIsThere() {
    driver().write(key("a/b"), bytes("bytes"));
    driver().write(key("trash/c"), bytes("others, and more"));
    assertThat(driver().copy(key("a/b"), key("trash/c"))).isTrue();
    assertThat(text("trash/c")).isEqualTo("bytes");
  }

  @Test
  default void copy_outlivesTheFirst() {
    driver().write(key("a/b"), bytes("bytes"));
    driver().copy(key("a/b"), key("trash/c"));
    driver().write(key("a/b"), bytes("others"));
    assertThat(text("trash/c")).isEqualTo("bytes");
    driver().delete(key("a/b"));
    assertThat(text("trash/c")).isEqualTo("bytes");
    driver().copy(key("trash/c"), key("a/b"));
    driver().delete(key("trash/c"));
    assertThat(text("a/b")).isEqualTo("bytes");
  }

  @Test
  default void copy_ofAPublishedObject_disturbsNeitherItNorTheNextUpload() {
    publish("up/1/data", "blobs/x");
    driver().copy(key("blobs/x"), key("trash/x"));
    driver().delete(key("blobs/x"));
    publish("up/2/data", "blobs/x");
    driver().copy(key("trash/x"), key("blobs/x"));
    publish("up/3/data", "blobs/x");
    assertThat(text("blobs/x")).isEqualTo("staged");
    assertThat(text("trash/x")).isEqualTo("staged");
    assertThat(driver().children(TOP, Optional.empty(), 10)).containsExactly("blobs", "trash");
  }

  @Test
  default void copy_ofManyMebibytes_orNone_hasThemAll() {
    for (int size : new int[] {0, 12_345_678}) {
      byte[] large = new byte[size];
      new Random(19).nextBytes(large);
      driver().write(key("a"), large);
      assertThat(driver().copy(key("a"), key("b"))).isTrue();
      assertThat(driver().read(key("b"), large.length)).contains(large);
    }
  }

  @Test
  default void copy_whileTheFirstIsDeleted_isWholeOrNothing() throws Exception {
    byte[] bytes = new byte[50_000];
    Arrays.fill(bytes, (byte) 'a');
    for (int round = 0; round < 60; round++) {
      driver().write(key("a/b"), bytes);
      Callable<Boolean> copy = () -> driver().copy(key("a/b"), key("trash/c"));
      Callable<Boolean> delete =
          () -> {
            driver().delete(key("a/b"));
            return true;
          };
      boolean copied = Together.run(List.of(copy, delete)).getFirst();
      assertThat(driver().read(key("trash/c"), bytes.length).isPresent()).isEqualTo(copied);
      if (copied) {
        assertThat(driver().read(key("trash/c"), bytes.length)).contains(bytes);
      }
      driver().delete(key("trash/c"));
    }
  }

  @Test
  default void readers_ofACopyThatIsMadeAndDeleted_seeAllOrNothing() throws Exception {
    byte[] bytes = new byte[50_000];
    Arrays.fill(bytes, (byte) 'a');
    driver().write(key("a"), bytes);
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> churn =
        () -> {
          for (int i = 0; i < 100; i++) {
            driver().copy(key("a"), key("trash/c"));
            driver().copy(key("a"), key("trash/c"));
            driver().delete(key("trash/c"));
          }
          done.set(true);
          return true;
        };
    Callable<Boolean> read =
        () -> {
          while (!done.get()) {
            assertThat(driver().read(key("trash/c"), 60_000).orElse(bytes)).isEqualTo(bytes);
          }
          return true;
        };
    assertThat(Together.run(List.of(churn, read, read))).containsOnly(true);
  }

  private void publish(String staging, String name) {
    StagedObject staged = driver().stage(key(staging));
    append(staged, 0, "staged");
    driver().deleteAll(staged.publish(key(name)));
  }
}
