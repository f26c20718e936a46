package dev.lading.auth.files;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.auth.files.RefusedEdit.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditedFileTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void writeTheFile() throws IOException {
    file = directory.resolve("users");
    Files.writeString(file, "a\n");
  }

  @Test
  void edit_replacesTheText_andLeavesOnlyALockFile() throws IOException {
    editor().edit(text -> text + "b\n");
    assertThat(file).hasContent("a\nb\n");
    assertThat(names()).containsExactly(".users.lock", "users");
  }

  @Test
  void edit_keepsPermissions() throws IOException {
    Files.setPosixFilePermissions(file, fromString("rw-r-----"));
    editor().edit(text -> text + "b\n");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-r-----"));
  }

  @Test
  void edit_ofANewFile_isForItsOwnerOnly() throws IOException {
    file = directory.resolve("new");
    editor().edit(text -> text + "b\n");
    assertThat(file).hasContent("b\n");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-------"));
  }

  @Test
  void edit_throughALink_replacesWhatItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("users"));
    new EditedFile(link, PATIENCE).edit(text -> text + "b\n");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("a\nb\n");
  }

  @Test
  void edit_thatChangesNothing_leavesTheFileAlone() throws IOException {
    Object before = Files.readAttributes(file, "unix:ino,lastModifiedTime");
    editor().edit(text -> text);
    assertThat((Object) Files.readAttributes(file, "unix:ino,lastModifiedTime")).isEqualTo(before);
  }

  @Test
  void edit_thatThrows_leavesTheFileAndTheLock() {
    assertThatThrownBy(
            () ->
                editor()
                    .edit(
                        _ -> {
                          throw new RefusedEdit(Reason.NAME_TAKEN, "taken");
                        }))
        .isInstanceOf(RefusedEdit.class);
    assertThat(file).hasContent("a\n");
    editor().edit(text -> text + "b\n");
    assertThat(file).hasContent("a\nb\n");
  }

  /** What a crash between writing and renaming leaves: half a text beside the whole one. */
  @Test
  void edit_afterACrash_removesWhatItLeft() throws IOException {
    Files.writeString(directory.resolve(".users.new"), "half a l");
    assertThat(editor().text()).isEqualTo("a\n");
    editor().edit(text -> text + "b\n");
    assertThat(file).hasContent("a\nb\n");
    assertThat(names()).containsExactly(".users.lock", "users");
  }

  @Test
  void edit_byMany_losesNone() throws IOException, InterruptedException, ExecutionException {
    List<Future<?>> edits = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        String line = "line " + i + "\n";
        edits.add(threads.submit(() -> editor().edit(text -> text + line)));
      }
    }
    for (Future<?> edit : edits) {
      edit.get();
    }
    assertThat(Files.readAllLines(file)).hasSize(21).doesNotHaveDuplicates();
  }

  @Test
  void edit_whileAnotherEditorOfThisProcessIsBusy_isRefused() {
    editor()
        .edit(
            text -> {
              assertThat(refusal(Duration.ZERO).reason()).isEqualTo(Reason.FILE_BUSY);
              assertThat(refusal(Duration.ofMillis(20)).reason()).isEqualTo(Reason.FILE_BUSY);
              return text + "b\n";
            });
    assertThat(file).hasContent("a\nb\n");
  }

  @Test
  void edit_whileAnotherProcessHoldsTheLock_isRefused() throws IOException, InterruptedException {
    editor().edit(text -> text + "b\n");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldingALock.class.getName(),
                directory.resolve(".users.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      assertThat(refusal(Duration.ZERO).reason()).isEqualTo(Reason.FILE_BUSY);
    } finally {
      other.destroyForcibly().waitFor();
    }
    editor().edit(text -> text + "c\n");
    assertThat(file).hasContent("a\nb\nc\n");
  }

  @Test
  void edit_whereThereIsNoDirectory_fails() {
    file = directory.resolve("nowhere").resolve("users");
    assertThatThrownBy(() -> editor().edit(text -> text + "b"))
        .isInstanceOf(UncheckedIOException.class);
  }

  /** Another editor that never ends by itself. */
  static final class HoldingALock {
    private HoldingALock() {}

    static void main(String[] arguments) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        IO.println("locked");
        System.in.read();
      }
    }
  }

  private RefusedEdit refusal(Duration patience) {
    return catchThrowableOfType(
        RefusedEdit.class, () -> new EditedFile(file, patience).edit(text -> text + "lost\n"));
  }

  private EditedFile editor() {
    return new EditedFile(file, PATIENCE);
  }

  private List<String> names() throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
