package dev.lading.runtime.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootDirectoryTest {
  @TempDir private Path outside;
  private Path root;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.writeString(outside.resolve("secret"), "secret");
    root = Files.createDirectories(outside.resolve("root"));
    Files.createDirectories(root.resolve("etc/empty"));
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0");
    Files.writeString(root.resolve("secret"), "inside");
    Files.createSymbolicLink(root.resolve("absolute"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(root.resolve("up"), Path.of("../../../secret"));
    Files.createSymbolicLink(root.resolve("outside"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("circle"), Path.of("circle"));
    Files.createSymbolicLink(root.resolve("magic"), Path.of("/proc/self/root"));
  }

  /** JUnit would warn of links that lead out. */
  @AfterEach
  void removeFiles() {
    TreeRemoval.delete(root);
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, root:x:0:0",
    "etc/passwd, root:x:0:0",
    "absolute, root:x:0:0",
    "/../../etc/../etc/passwd, root:x:0:0",
    "up, inside",
    "../secret, inside",
  })
  void read_followsLinksInside(String path, String content) {
    assertThat(directory().read(path, 100))
        .hasValueSatisfying(
            read -> assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(content));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "none/x",
        "outside",
        "circle",
        "etc",
        "etc/passwd/x",
        "magic/etc/passwd",
        "/",
        ""
      })
  void read_ofNoFile_isEmpty(String path) {
    assertThat(directory().read(path, 100)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "up"})
  void read_ofMoreThanTheLimit_isRefused(String path) {
    assertThat(directory().read(path, 6)).isPresent();
    assertThatThrownBy(() -> directory().read(path, 5))
        .isInstanceOfSatisfying(
            PosixException.TooLarge.class, e -> assertThat(e.limitBytes()).isEqualTo(5));
  }

  /** An open would wait for somebody who writes. */
  @Test
  void read_ofAPipe_isEmpty() throws IOException, InterruptedException {
    Path pipe = root.resolve("etc/pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(directory().read("etc/pipe", 100)).isEmpty();
  }

  @Test
  void read_inNothing_saysSo() {
    assertThatThrownBy(() -> new RootDirectory(outside.resolve("none")).read("etc/passwd", 100))
        .isInstanceOfSatisfying(
            PosixException.CallFailed.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
  }

  @ParameterizedTest
  @CsvSource({"Linux, amd64, X86_64", "Linux, aarch64, AARCH64"})
  void architecture_isKnown(String os, String processor, Architecture architecture) {
    assertThat(Architecture.of(os, processor)).isEqualTo(architecture);
  }

  @ParameterizedTest
  @CsvSource({"Mac OS X, aarch64", "Linux, riscv64"})
  void otherMachines_areRefused(String os, String processor) {
    assertThatThrownBy(() -> Architecture.of(os, processor))
        .isInstanceOf(PosixException.UnknownMachine.class)
        .hasMessageContaining(processor);
  }

  private RootDirectory directory() {
    return new RootDirectory(root);
  }
}
