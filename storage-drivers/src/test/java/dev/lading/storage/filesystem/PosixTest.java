package dev.lading.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixTest {
  @TempDir private Path directory;
  private final Posix posix = new Posix();

  @Test
  void isFull_whereWritesFailForWantOfSpace_isTrue() throws IOException {
    assertThat(posix.isFull(Path.of("/dev/full"), 1)).isTrue();
  }

  @Test
  void isFull_whereThereIsRoom_isFalse() throws IOException {
    assertThat(posix.isFull(directory.resolve("probe"), 200_000)).isFalse();
    assertThat(directory.resolve("probe")).hasSize(200_000);
  }

  @Test
  void isFull_whereNothingCanBeWrittenForAnotherReason_isFalse() throws IOException {
    assertThat(posix.isFull(directory.resolve("missing/probe"), 1)).isFalse();
    assertThat(posix.isFull(directory, 1)).isFalse();
  }

  @Test
  void syncFilesystem_ofAnyPath_succeeds() throws IOException {
    posix.syncFilesystem(directory);
  }

  @Test
  void syncFilesystem_ofNothing_fails() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> posix.syncFilesystem(directory.resolve("missing")));
  }
}
