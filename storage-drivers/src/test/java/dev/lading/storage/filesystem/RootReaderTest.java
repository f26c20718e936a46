package dev.lading.storage.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootReaderTest {
  private static final Key KEY = Key.of("lading/state/a");
  @TempDir private Path directory;

  @Test
  void object_isRead_besideTheProcessThatHasTheRoot() {
    Path root = directory.resolve("root");
    try (var driver =
        FilesystemDriver.open(root, Durability.RELAXED, "test", InstantSource.system())) {
      driver.write(KEY, "one".getBytes(UTF_8));
      assertThat(new RootReader(root).read(KEY, 3)).contains("one".getBytes(UTF_8));
      driver.delete(KEY);
      assertThat(new RootReader(root).read(KEY, 3)).isEmpty();
    }
  }

  @Test
  void object_ofNoRoot_isNotThere_andNoRootIsMade() {
    Path root = directory.resolve("root");

    assertThat(new RootReader(root).read(KEY, 3)).isEmpty();
    assertThat(root).doesNotExist();
  }

  @Test
  void objects_areListed_andTheDriversOwnFilesAreNot() {
    Path root = directory.resolve("root");
    try (var driver =
        FilesystemDriver.open(root, Durability.RELAXED, "test", InstantSource.system())) {
      Key other = Key.of("lading/state/b/c");
      driver.write(KEY, new byte[1]);
      driver.write(other, new byte[2]);

      RootReader reader = new RootReader(root);

      assertThat(reader.list(Key.of("lading"), Optional.empty(), 9))
          .extracting(ListedObject::key)
          .containsExactly(KEY, other);
      assertThat(reader.list(Key.of("lading"), Optional.of(KEY), 9))
          .extracting(ListedObject::key)
          .containsExactly(other);
      assertThat(reader.list(Key.of("lading/none"), Optional.empty(), 9)).isEmpty();
    }
  }

  @Test
  void object_thatIsLarger_isRefused() throws IOException {
    Files.createDirectories(directory.resolve("lading/state"));
    Files.writeString(directory.resolve(KEY.path()), "four");

    assertThatThrownBy(() -> new RootReader(directory).read(KEY, 3))
        .isInstanceOf(ObjectTooLarge.class);
  }

  @Test
  void link_inThePlaceOfAnObject_isNotFollowed() throws IOException {
    Files.createDirectories(directory.resolve("lading/state"));
    Path elsewhere = Files.writeString(directory.resolve("secret"), "abc");
    Files.createSymbolicLink(directory.resolve(KEY.path()), elsewhere);

    assertThatThrownBy(() -> new RootReader(directory).read(KEY, 3))
        .isInstanceOf(StorageUnavailable.class);
  }
}
