package dev.lading.auth.files;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {
  private static final Instant START = Instant.parse("2026-11-20T21:37:22Z");

  @TempDir Path directory;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicInteger parsed = new AtomicInteger();
  private Path file;

  @BeforeEach
  void writeTheFile() throws IOException {
    file = directory.resolve("number");
    write(file, "1", Duration.ofHours(1));
  }

  @Test
  void get_isWhatTheFileSaidAtFirst() {
    WatchedFile<Integer> watched = watch();
    assertThat(watched.get()).isEqualTo(1);
    assertThat(watched.since()).isEqualTo(START);
    assertThat(watched.trouble()).isEmpty();
  }

  @Test
  void look_atASettledFile_readsNothing() throws IOException {
    WatchedFile<Integer> watched = watch();
    write(file, "2", Duration.ofHours(1)); // looks the same from outside
    assertThat(watched.look()).isFalse();
    assertThat(watched.get()).isEqualTo(1);
  }

  @Test
  void look_afterAChangeInPlace_readsAgain() throws IOException {
    WatchedFile<Integer> watched = watch();
    now.set(START.plusSeconds(60));
    write(file, "2", Duration.ofMinutes(30));
    assertThat(watched.look()).isTrue();
    assertThat(watched.get()).isEqualTo(2);
    assertThat(watched.since()).isEqualTo(START.plusSeconds(60));
    assertThat(watched.look()).isFalse();
  }

  @Test
  void look_afterARenameThatKeepsTimeAndSize_readsAgain() throws IOException {
    WatchedFile<Integer> watched = watch();
    Path next = directory.resolve("next");
    write(next, "2", Duration.ofHours(1));
    Files.move(next, file, ATOMIC_MOVE);
    assertThat(watched.look()).isTrue();
    assertThat(watched.get()).isEqualTo(2);
  }

  /** number -> ..data/number, ..data -> ..v1; an update swaps ..data. */
  @Test
  void look_afterKubernetesHasSwappedTheMount_readsAgain() throws IOException {
    Path mount = Files.createDirectory(directory.resolve("mount"));
    for (String version : List.of("1", "2")) {
      Files.createDirectory(mount.resolve("..v" + version));
      write(mount.resolve("..v" + version).resolve("number"), version, Duration.ofHours(1));
    }
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..v1"));
    file = Files.createSymbolicLink(mount.resolve("number"), Path.of("..data/number"));
    WatchedFile<Integer> watched = watch();
    Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..v2"));
    Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), ATOMIC_MOVE);
    assertThat(watched.look()).isTrue();
    assertThat(watched.get()).isEqualTo(2);
  }

  /** Two changes within one tick of the file system's clock look alike from outside. */
  @Test
  void look_atAFileThatJustChanged_readsItAgain() throws IOException {
    write(file, "1", Duration.ofMillis(1));
    WatchedFile<Integer> watched = watch();
    write(file, "2", Duration.ofMillis(1));
    assertThat(watched.look()).isTrue();
    assertThat(watched.get()).isEqualTo(2);
  }

  @Test
  void look_atAFileThatJustChangedAndSaysTheSame_parsesNothing() throws IOException {
    write(file, "1", Duration.ofMillis(1));
    WatchedFile<Integer> watched = watch();
    assertThat(watched.look()).isFalse();
    assertThat(parsed).hasValue(1);
  }

  @Test
  void look_atABrokenEdit_keepsTheOldValueAndSaysSo() throws IOException {
    WatchedFile<Integer> watched = watch();
    now.set(START.plusSeconds(1));
    write(file, "two", Duration.ZERO);
    assertThat(watched.look()).isFalse();
    now.set(START.plusSeconds(2));
    assertThat(watched.look()).isFalse();
    assertThat(watched.get()).isEqualTo(1);
    assertThat(watched.trouble().orElseThrow().reason()).hasMessage(file + ":1: no number");
    assertThat(watched.trouble().orElseThrow().since()).isEqualTo(START.plusSeconds(1));
  }

  /** As when the rules are read out of a configuration that names files which are half replaced. */
  @Test
  void look_atAnEditThatWasRefusedForSomethingElse_readsItOnceThatIsMended() throws IOException {
    AtomicBoolean isElsewhereBroken = new AtomicBoolean();
    WatchedFile<Integer> watched =
        WatchedFile.of(
            file,
            content -> {
              if (isElsewhereBroken.get()) {
                throw new UnusableFile(directory.resolve("elsewhere"), "is broken");
              }
              return number(content);
            },
            now::get);
    isElsewhereBroken.set(true);
    write(file, "2", Duration.ofMinutes(30));
    assertThat(watched.look()).isFalse();
    assertThat(watched.look()).isFalse();
    isElsewhereBroken.set(false);
    assertThat(watched.look()).as("the file itself has settled").isTrue();
    assertThat(watched.get()).isEqualTo(2);
    assertThat(watched.trouble()).isEmpty();
  }

  @Test
  void trouble_ofAnotherFileWithTheSameProblem_isAnother() throws IOException {
    AtomicReference<Path> broken = new AtomicReference<>();
    WatchedFile<Integer> watched =
        WatchedFile.of(
            file,
            content -> {
              if (broken.get() != null) {
                throw new UnusableFile(broken.get(), "is broken");
              }
              return number(content);
            },
            now::get);
    write(file, "2", Duration.ofMinutes(30));
    for (String name : List.of("a", "b")) {
      broken.set(directory.resolve(name));
      watched.look();
      assertThat(watched.trouble().orElseThrow().reason().file()).isEqualTo(broken.get());
    }
  }

  @Test
  void look_atAMendedEdit_forgetsTheTrouble() throws IOException {
    WatchedFile<Integer> watched = watch();
    write(file, "two", Duration.ZERO);
    watched.look();
    write(file, "2", Duration.ZERO);
    assertThat(watched.look()).isTrue();
    assertThat(watched.get()).isEqualTo(2);
    assertThat(watched.trouble()).isEmpty();
  }

  @Test
  void look_atAnEditThatIsTakenBack_forgetsTheTrouble() throws IOException {
    WatchedFile<Integer> watched = watch();
    write(file, "two", Duration.ZERO);
    watched.look();
    write(file, "1", Duration.ZERO);
    watched.look();
    assertThat(watched.get()).isEqualTo(1);
    assertThat(watched.trouble()).isEmpty();
  }

  @Test
  void look_atAFileThatIsGone_keepsTheValueUntilItIsBack() throws IOException {
    WatchedFile<Integer> watched = watch();
    Path aside = Files.move(file, directory.resolve("aside"));
    assertThat(watched.look()).isFalse();
    assertThat(watched.get()).isEqualTo(1);
    assertThat(watched.trouble().orElseThrow().reason().getMessage()).contains("is not there");
    Files.move(aside, file);
    watched.look();
    assertThat(watched.trouble()).isEmpty();
  }

  @Test
  void look_atSeveralFiles_parsesThemTogether() throws IOException {
    Path other = directory.resolve("other");
    write(other, "10", Duration.ofHours(1));
    WatchedFile<Integer> sum =
        WatchedFile.ofAll(
            List.of(file, other), all -> all.stream().mapToInt(this::number).sum(), now::get);
    assertThat(sum.get()).isEqualTo(11);
    write(other, "20", Duration.ofMinutes(1));
    assertThat(sum.look()).isTrue();
    assertThat(sum.get()).isEqualTo(21);
  }

  @Test
  void of_aFileThatSaysNothingUseful_isRefused() throws IOException {
    write(file, "one", Duration.ZERO);
    assertThatThrownBy(this::watch).isInstanceOf(UnusableFile.class);
    file = directory.resolve("nowhere");
    assertThatThrownBy(this::watch).isInstanceOf(UnusableFile.class);
    file = directory;
    assertThatThrownBy(this::watch).isInstanceOf(UnusableFile.class);
  }

  @Test
  void of_aFileOfMoreThanOneMebibyte_isRefused() throws IOException {
    Files.write(file, new byte[FileContent.LARGEST + 1]);
    assertThatThrownBy(this::watch)
        .isInstanceOf(UnusableFile.class)
        .hasMessage(file + ": is larger than 1 MiB. Name another file.");
  }

  @Test
  void of_whatIsNoRegularFile_isRefused() throws IOException {
    for (Path other : List.of(Path.of("/dev/zero"), pipe("pipe"), directory)) {
      file = other;
      assertThatThrownBy(this::watch)
          .isInstanceOf(UnusableFile.class)
          .hasMessage(other + ": is no regular file. Name one.");
    }
  }

  /** Whoever opens a pipe waits until somebody writes to it. */
  @Test
  void look_atAPipe_keepsTheValueAndDoesNotWait() throws IOException {
    WatchedFile<Integer> watched = watch();
    Files.move(pipe("next"), file, ATOMIC_MOVE);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertThat(watched.look()).isFalse(), "the pipe was opened");
    assertThat(watched.get()).isEqualTo(1);
    assertThat(watched.trouble().orElseThrow().reason()).hasMessageContaining("no regular file");
  }

  @Test
  void text_ofOtherEncodings_isRefused() throws IOException {
    Files.write(file, new byte[] {(byte) 0xe9});
    assertThatThrownBy(this::watch).isInstanceOf(UnusableFile.class).hasMessageContaining("UTF-8");
    Files.writeString(file, "\uFEFF7");
    assertThat(watch().get()).isEqualTo(7);
  }

  private Path pipe(String name) throws IOException {
    Path pipe = directory.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().onExit().join().exitValue())
        .isZero();
    return pipe;
  }

  private WatchedFile<Integer> watch() {
    return WatchedFile.of(file, this::number, now::get);
  }

  private int number(FileContent content) {
    parsed.incrementAndGet();
    String text = content.text();
    if (!text.chars().allMatch(Character::isDigit)) {
      throw new UnusableFile(content.file(), List.of(new UnusableFile.Problem(1, "no number")));
    }
    return Integer.parseInt(text);
  }

  /** Sets the time, too: that of the file system is not the one of the test. */
  private void write(Path path, String text, Duration age) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(now.get().minus(age)));
  }
}
