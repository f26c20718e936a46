package dev.lading.storage.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.RootInUse;
import dev.lading.storage.StorageUnavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootLockTest {
  @TempDir private Path directory;

  @Test
  void secondDriver_inThisProcess_isRefusedAndTheFirstGoesOn() {
    try (FilesystemDriver first = open("pid 1 on host a")) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(RootInUse.class)
            .isThrownBy(() -> open("another"))
            .satisfies(e -> assertThat(e.holder()).isEqualTo("pid 1 on host a"))
            .withMessageContaining(directory.getFileName().toString());
      }
      first.write(Key.of("a"), new byte[1]);
    }
    open("the next").close();
  }

  @Test
  void secondDriver_inAnotherProcess_isRefusedUntilTheFirstIsKilled() throws Exception {
    Process holder = holdInAnotherProcess();
    try (BufferedReader out = holder.inputReader()) {
      assertThat(out.readLine()).isEqualTo("held");
      assertThatExceptionOfType(RootInUse.class)
          .isThrownBy(() -> open("another"))
          .satisfies(e -> assertThat(e.holder()).isEqualTo("pid " + holder.pid()));
    } finally {
      holder.destroyForcibly();
    }
    assertThat(holder.waitFor(1, TimeUnit.MINUTES)).isTrue();
    try (FilesystemDriver next = open("the next")) {
      assertThat(next.read(Key.of("a"), 10)).contains("written".getBytes(UTF_8));
    }
  }

  @Test
  void sameRoot_byAnotherPath_isTheSame() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (FilesystemDriver first = open("the first")) {
      assertThat(first.find(Key.of("a"))).isEmpty();
      assertThatExceptionOfType(RootInUse.class).isThrownBy(() -> open(link, "the second"));
    }
  }

  @Test
  void root_thatCannotBeMade_isNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> open(file.resolve("store"), "this test"))
        .withMessageContaining(file.resolve("store").toString());
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> open(file, "this test"))
        .withMessageContaining(file.toString());
  }

  @Test
  void root_withManyMissingParents_isMade() {
    Path deep = directory.resolve("a/b/../c/store");
    open(deep, "this test").close();
    assertThat(directory.resolve("a/c/store/lading/lock")).content().isEqualTo("this test\n");
  }

  private Process holdInAnotherProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private FilesystemDriver open(String holder) {
    return open(directory, holder);
  }

  private static FilesystemDriver open(Path path, String holder) {
    return FilesystemDriver.open(path, Durability.STRICT, holder, InstantSource.system());
  }

  /** Opens a root, writes, and waits to be killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      String name = "pid " + ProcessHandle.current().pid();
      try (FilesystemDriver driver = open(Path.of(arguments[0]), name)) {
        driver.write(Key.of("a"), "written".getBytes(UTF_8));
        System.out.println("held");
        System.in.transferTo(System.err);
      }
    }
  }
}
