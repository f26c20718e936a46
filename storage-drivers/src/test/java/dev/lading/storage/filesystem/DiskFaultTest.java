package dev.lading.storage.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fails or is full at any single step of what a driver does. */
class DiskFaultTest {
  private static final Key KEY = Key.of("a/b/c/data");
  private static final Key NEIGHBOUR = Key.of("a/b/d");
  private static final Key STAGING = Key.of("up/1/data");
  private static final Key SOURCE = Key.of("from/data");
  private static final String OLD = "old and longer";
  private static final String NEW = "new";

  /** Turns what is at KEY before into what is there after. */
  @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
  enum Operation {
    WRITE_NEW(Optional.empty(), Optional.of(NEW), driver -> driver.write(KEY, bytes(NEW))),
    WRITE_TRANSIENT(
        Optional.empty(), Optional.of(NEW), driver -> driver.writeTransient(KEY, bytes(NEW))),
    OVERWRITE(Optional.of(OLD), Optional.of(NEW), driver -> driver.write(KEY, bytes(NEW))),
    WRITE_IF_ABSENT(
        Optional.empty(), Optional.of(NEW), driver -> driver.writeIfAbsent(KEY, bytes(NEW))),
    PUBLISH_NEW(Optional.empty(), Optional.of(NEW), Operation::publish),
    PUBLISH_REPLACING(Optional.of(OLD), Optional.of(NEW), Operation::publish),
    COPY(Optional.empty(), Optional.of(NEW), driver -> driver.copy(SOURCE, KEY)),
    COPY_REPLACING(Optional.of(OLD), Optional.of(NEW), driver -> driver.copy(SOURCE, KEY)),
    STAGE_AND_APPEND(Optional.empty(), Optional.empty(), Operation::staged),
    DELETE(Optional.of(OLD), Optional.empty(), driver -> driver.delete(KEY)),
    DELETE_BELOW(Optional.of(OLD), Optional.empty(), driver -> driver.deleteBelow(Key.of("a/b/c")));

    private final Optional<String> before;
    private final Optional<String> after;
    private final Consumer<FilesystemDriver> action;

    Operation(Optional<String> before, Optional<String> after, Consumer<FilesystemDriver> action) {
      this.before = before;
      this.after = after;
      this.action = action;
    }

    private static void publish(FilesystemDriver driver) {
      staged(driver).publish(KEY);
    }

    /** Whether that call, counted from 0, can fail and all is done: bytes are copied then. */
    private boolean isLink(int call) {
      return name().startsWith("COPY") && call == 0;
    }

    /** Begun, or gone on with. */
    private static StagedObject staged(FilesystemDriver driver) {
      StagedObject staged = driver.staged(STAGING).orElseGet(() -> driver.stage(STAGING));
      long size = staged.size();
      try (StagedAppend append = staged.append(size)) {
        append.write(ByteBuffer.wrap(bytes(NEW.substring((int) size))));
      }
      return staged;
    }
  }

  @TempDir private Path directory;
  private final FaultyDisk disk = new FaultyDisk();
  private FilesystemDriver driver;

  @BeforeEach
  void open() {
    driver =
        FilesystemDriver.open(
            directory, Durability.STRICT, "this test", InstantSource.system(), disk);
    driver.write(NEIGHBOUR, bytes("neighbour"));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void brokenAtAnyStep_leavesOldOrNewWhole_andGoesOnAfterwards(Operation operation)
      throws IOException {
    for (int call = 0; ; call++) {
      prepare(operation);
      disk.breakAt(call);
      Throwable thrown = catchThrowable(() -> operation.action.accept(driver));
      if (disk.failed().isEmpty()) {
        assertThat(call).isGreaterThan(1);
        return;
      }
      FaultyDisk.Step failed = disk.failed().orElseThrow();
      if (thrown == null) {
        assertThat(failed == FaultyDisk.Step.REMOVE || operation.isLink(call)).isTrue();
        assertThat(object()).isEqualTo(operation.after);
      } else {
        assertThat(thrown).isInstanceOf(StorageUnavailable.class);
      }
      assertThat(object()).isIn(operation.before, operation.after);
      assertPublishedIfOnlyTheNameFailed(operation, failed);
      if (failed != FaultyDisk.Step.REMOVE) {
        assertNothingLost();
      }
      operation.action.accept(driver);
      assertThat(object()).isEqualTo(operation.after);
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void fullFromAnyStepOn_changesNothing_andGoesOnWhenThereIsRoom(Operation operation)
      throws IOException {
    for (int call = 0; ; call++) {
      prepare(operation);
      disk.fillUpAt(call);
      Throwable thrown = catchThrowable(() -> operation.action.accept(driver));
      if (disk.failed().isEmpty()) {
        return;
      }
      assertThat(thrown).isInstanceOf(StorageFull.class);
      assertThat(object()).isEqualTo(operation.before);
      assertThat(driver.staged(STAGING).map(StagedObject::size).orElse(0L)).isLessThanOrEqualTo(3);
      assertNothingLost();
      disk.repair();
      operation.action.accept(driver);
      assertThat(object()).isEqualTo(operation.after);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"COPY", "COPY_REPLACING"})
  void copy_whereNoLinksAre_brokenAtAnyStep_leavesOldOrNewWhole(Operation copy) throws IOException {
    disk.refuseLinks();
    for (int call = 0; ; call++) {
      prepare(copy);
      disk.breakAt(call);
      Throwable thrown = catchThrowable(() -> copy.action.accept(driver));
      if (disk.failed().isEmpty()) {
        assertThat(call).isGreaterThan(3);
        assertThat(names(KEY)).isEqualTo(1);
        return;
      }
      if (disk.failed().orElseThrow() == FaultyDisk.Step.REMOVE) {
        assertThat(thrown).isNull();
      } else {
        assertThat(thrown).isInstanceOf(StorageUnavailable.class);
        assertNothingLost();
      }
      assertThat(object()).isIn(copy.before, copy.after);
    }
  }

  @Test
  void copy_whereLinksAre_takesNoRoom() throws IOException {
    prepare(Operation.COPY);
    driver.copy(SOURCE, KEY);
    assertThat(names(KEY)).isEqualTo(2);
    driver.copy(SOURCE, KEY);
    assertThat(names(KEY)).isEqualTo(2);
    driver.delete(SOURCE);
    assertThat(names(KEY)).isEqualTo(1);
    assertThat(object()).contains(NEW);
  }

  /** How many the file of an object has. */
  private int names(Key key) throws IOException {
    return (int) Files.getAttribute(directory.resolve(key.path()), "unix:nlink");
  }

  @Test
  void object_thatCouldNotBeSynced_isSyncedByWhoeverSeesIt() {
    disk.breakAt(4);
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> driver.write(NEIGHBOUR, bytes("unsynced")));
    assertThat(disk.failed()).contains(FaultyDisk.Step.SYNC_DIRECTORY);
    disk.breakAt(0);
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> driver.find(NEIGHBOUR));
    assertThat(disk.failed()).contains(FaultyDisk.Step.SYNC_DIRECTORY);
    assertThat(driver.read(NEIGHBOUR, 100)).contains(bytes("unsynced"));
    disk.repair();
    assertThat(driver.find(NEIGHBOUR)).isPresent();
    assertIsSynced(NEIGHBOUR);
  }

  @Test
  void interrupt_onceTheObjectIsVisible_waitsUntilItIsSynced() {
    disk.interruptAt(4);
    driver.write(NEIGHBOUR, bytes("synced"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(disk.failed()).contains(FaultyDisk.Step.SYNC_DIRECTORY);
    assertIsSynced(NEIGHBOUR);
  }

  /** Nobody who sees it has to sync anything. */
  private void assertIsSynced(Key key) {
    disk.breakAt(0);
    assertThat(driver.find(key)).isPresent();
    assertThat(disk.failed()).isEmpty();
  }

  @Test
  void interrupt_whileStagedBytesAreSynced_leavesThem() {
    StagedObject staged = Operation.staged(driver);
    disk.interruptAt(0);
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> staged.publish(KEY));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(disk.failed()).contains(FaultyDisk.Step.SYNC_FILE);
    staged.publish(KEY);
    assertThat(object()).contains(NEW);
  }

  @Test
  void append_thatFailsHalfWay_leavesAPrefixToGoOnFrom() {
    StagedObject staged = driver.stage(STAGING);
    disk.fillUpAt(0);
    try (StagedAppend append = staged.append(0)) {
      assertThatExceptionOfType(StorageFull.class)
          .isThrownBy(() -> append.write(ByteBuffer.wrap(bytes("0123456789"))));
    }
    disk.repair();
    assertThat(staged.size()).isEqualTo(5);
    try (StagedAppend append = staged.append(5)) {
      append.write(ByteBuffer.wrap(bytes("56789")));
    }
    staged.publish(KEY);
    assertThat(object()).contains("0123456789");
  }

  @Test
  void publish_thatFindsNoRoomForTheName_keepsTheStagedBytes() {
    StagedObject staged = Operation.staged(driver);
    disk.fillUpAt(0);
    assertThatExceptionOfType(StorageFull.class).isThrownBy(() -> staged.publish(KEY));
    assertThat(staged.size()).isEqualTo(NEW.length());
    disk.repair();
    staged.publish(KEY);
    assertThat(object()).contains(NEW);
  }

  @Test
  void publish_whoseBytesCannotBeSynced_givesThemUp() {
    StagedObject staged = Operation.staged(driver);
    disk.breakAt(0);
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> staged.publish(KEY));
    assertThat(disk.failed()).contains(FaultyDisk.Step.SYNC_FILE);
    assertThat(driver.staged(STAGING)).isEmpty();
    assertThat(object()).isEmpty();
  }

  @Test
  void append_whoseBytesCannotBeSyncedEarly_givesThemUp() {
    StagedAppend append = driver.stage(STAGING).append(0);
    disk.breakAt(1);
    append.write(ByteBuffer.allocate(32 << 20));
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(append::close);
    assertThat(disk.failed()).contains(FaultyDisk.Step.SYNC_FILE);
    assertThat(driver.staged(STAGING)).isEmpty();
    append.close();
  }

  private void prepare(Operation operation) {
    disk.repair();
    driver.deleteBelow(Key.of("up"));
    driver.delete(KEY);
    driver.write(SOURCE, bytes(NEW));
    operation.before.ifPresent(text -> driver.write(KEY, bytes(text)));
  }

  /** A name that could not be synced is there all the same. */
  private void assertPublishedIfOnlyTheNameFailed(Operation operation, FaultyDisk.Step failed) {
    if (operation.name().startsWith("PUBLISH") && failed == FaultyDisk.Step.SYNC_DIRECTORY) {
      assertThat(object()).contains(NEW);
      assertThat(driver.staged(STAGING)).isEmpty();
    }
  }

  /** No temporary file, no empty directory, and the neighbour is well. */
  private void assertNothingLost() throws IOException {
    assertThat(driver.read(NEIGHBOUR, 100)).contains(bytes("neighbour"));
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> empty =
          all.filter(path -> Files.isDirectory(path) && list(path).isEmpty()).toList();
      assertThat(empty).containsExactly(directory.resolve("lading/tmp"));
    }
  }

  private static List<Path> list(Path path) {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> object() {
    return driver.read(KEY, 100).map(bytes -> new String(bytes, UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
