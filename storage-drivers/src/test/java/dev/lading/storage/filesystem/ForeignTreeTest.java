package dev.lading.storage.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree in which others have left something. */
class ForeignTreeTest {
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
  private static final Key TREE = Key.of("tree");

  @TempDir private Path directory;
  private FilesystemDriver driver;

  @BeforeEach
  void open() {
    driver =
        FilesystemDriver.open(
            directory, Durability.STRICT, "this test", InstantSource.fixed(LATER));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void children_leaveOutEmptyDirectories() throws IOException {
    file("tree/used/deep/link", "x");
    Files.createDirectories(directory.resolve("tree/empty/deep/deeper"));
    assertThat(children()).containsExactly("used");
    assertThat(driver.children(TREE, Optional.empty(), 1)).containsExactly("used");
  }

  @Test
  void children_behindManyEmptyDirectories_areFound() throws IOException {
    for (int i = 0; i < 3000; i++) {
      Files.createDirectories(directory.resolve("tree/empty" + i));
    }
    file("tree/zuletzt", "x");
    assertThat(driver.children(TREE, Optional.of("empty1"), 1)).containsExactly("zuletzt");
  }

  @Test
  void listings_leaveOutWhatIsNoObject() throws IOException {
    file("tree/link", "x");
    file("tree/link.0b6cb1b5-bd30-4f0b-b3a5-2c5f4ed0a8b1.tmp", "left by distribution");
    file("tree/gone/link.0b6cb1b5-bd30-4f0b-b3a5-2c5f4ed0a8b1.tmp", "left by distribution");
    file("tree/name.tmp", "an object");
    file("tree/back\\slash", "x");
    file("tree/ümlaut", "x");
    Files.createSymbolicLink(directory.resolve("tree/symbolic"), directory.resolve("tree/link"));
    assertThat(children()).containsExactly("link", "name.tmp");
    assertThat(driver.list(TREE, Optional.empty(), 10))
        .extracting(row -> row.key().path())
        .containsExactly("tree/link", "tree/name.tmp");
  }

  @Test
  void symbolicLink_toADirectory_isThatDirectory() throws IOException {
    file("elsewhere/team/link", "x");
    file("tree/z", "x");
    Files.createSymbolicLink(directory.resolve("tree/team"), directory.resolve("elsewhere/team"));
    assertThat(driver.find(TREE.resolve("team/link"))).isPresent();
    assertThat(children()).containsExactly("team", "z");
    assertThat(driver.list(TREE, Optional.empty(), 10))
        .extracting(row -> row.key().path())
        .containsExactly("tree/team/link", "tree/z");
  }

  @Test
  void circleOfSymbolicLinks_isAnError() throws IOException {
    file("tree/a/x", "x");
    Files.createSymbolicLink(directory.resolve("tree/a/round"), directory.resolve("tree"));
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> driver.list(TREE, Optional.empty(), 1000));
  }

  @Test
  void driversOwnFiles_areNoObjects() {
    driver.write(Key.of("lading/state/x"), "x".getBytes(UTF_8));
    assertThat(driver.list(Key.of("lading"), Optional.empty(), 10))
        .extracting(ListedObject::key)
        .containsExactly(Key.of("lading/state/x"));
    assertThat(driver.children(Key.of("lading"), Optional.empty(), 10)).containsExactly("state");
    assertThat(driver.find(Key.of("lading/lock"))).isEmpty();
    assertThat(driver.read(Key.of("lading/lock"), 100)).isEmpty();
  }

  @Test
  void symbolicLink_inPlaceOfAnObject_isReplacedNotFollowed() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "untouched");
    Files.createDirectory(directory.resolve("tree"));
    Files.createSymbolicLink(directory.resolve("tree/a"), outside);
    Key key = TREE.resolve("a");
    assertThat(driver.find(key)).isEmpty();
    assertThat(driver.read(key, 100)).isEmpty();
    assertThat(driver.source(key)).isEmpty();
    driver.write(key, "own".getBytes(UTF_8));
    assertThat(driver.read(key, 100)).contains("own".getBytes(UTF_8));
    assertThat(outside).hasContent("untouched");
  }

  @Test
  void deleteBelow_removesForeignFilesToo() throws IOException {
    file("tree/up/hashstates/sha256/0", "x");
    file("tree/up/ümlaut", "x");
    Files.createDirectories(directory.resolve("tree/up/empty"));
    driver.deleteBelow(TREE.resolve("up"));
    assertThat(directory.resolve("tree")).doesNotExist();
  }

  @Test
  void delete_nextToForeignFiles_leavesThem() throws IOException {
    file("tree/link", "x");
    file("tree/note.0b6cb1b5-bd30-4f0b-b3a5-2c5f4ed0a8b1.tmp", "x");
    driver.delete(TREE.resolve("link"));
    assertThat(directory.resolve("tree")).isNotEmptyDirectory();
    assertThat(driver.children(TREE, Optional.empty(), 10)).isEmpty();
  }

  @Test
  void staged_fileThatAPowerLossKeptUnderBothNames_isGoneForItsUploader() throws IOException {
    StagedObject staged = staged("published");
    Files.createDirectories(directory.resolve("tree"));
    Files.createLink(directory.resolve("tree/data"), directory.resolve("up/1/data"));
    assertThat(driver.staged(staged.key())).isEmpty();
    assertThat(driver.find(staged.key())).isEmpty();
    assertThat(directory.resolve("tree/data")).hasContent("published");
  }

  @Test
  void publish_givesTheStoreTimeOfItsMoment() {
    staged("x").publish(TREE.resolve("data"));
    assertThat(driver.find(TREE.resolve("data"))).contains(new ObjectInfo(1, LATER));
  }

  @Test
  void write_givesTheStoreTimeOfTheFileSystem() {
    driver.write(TREE.resolve("data"), new byte[1]);
    Instant storeTime = driver.find(TREE.resolve("data")).orElseThrow().storeTime();
    assertThat(Duration.between(storeTime, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void open_removesWhatAKilledProcessLeft() throws IOException {
    driver.close();
    file("lading/tmp/17", "torn");
    open();
    assertThat(directory.resolve("lading/tmp")).isEmptyDirectory();
  }

  @Test
  void object_whereAKeyNeedsADirectory_isAnErrorAndStays() {
    driver.write(TREE, "a file".getBytes(UTF_8));
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> driver.write(TREE.resolve("below"), new byte[1]));
    assertThat(driver.read(TREE, 100)).contains("a file".getBytes(UTF_8));
    assertThat(directory.resolve("lading/tmp")).isEmptyDirectory();
  }

  @Test
  void interruptedThread_getsAnErrorAndStaysInterrupted() {
    StagedObject staged = staged("kept");
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(StorageUnavailable.class)
          .isThrownBy(() -> driver.write(TREE.resolve("a"), new byte[1]));
      assertThatExceptionOfType(StorageUnavailable.class)
          .isThrownBy(() -> staged.publish(TREE.resolve("b")));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(directory.resolve("lading/tmp")).isEmptyDirectory();
    assertThat(children()).isEmpty();
    staged.publish(TREE.resolve("b"));
    assertThat(driver.read(TREE.resolve("b"), 100)).contains("kept".getBytes(UTF_8));
  }

  private StagedObject staged(String text) {
    StagedObject staged = driver.stage(Key.of("up/1/data"));
    try (StagedAppend append = staged.append(0)) {
      append.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
    return staged;
  }

  private List<String> children() {
    return driver.children(TREE, Optional.empty(), 10);
  }

  private void file(String path, String text) throws IOException {
    Files.createDirectories(directory.resolve(path).getParent());
    Files.writeString(directory.resolve(path), text);
  }
}
