package dev.lading.auth.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A text file that is changed as a whole: whoever reads it sees the old text or the new, also after
 * a crash, and of two editors the second sees what the first has written.
 *
 * <p>The new text goes to {@code .NAME.new} beside the file, with its permissions and owner (0600
 * for a file that was not there), is synced and renamed, and then the directory is synced. What a
 * crashed editor left there, the next one removes. {@code .NAME.lock} stays: a lock file that is
 * removed locks nothing.
 */
public final class EditedFile {
  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final Duration patience;

  /**
   * @param file is followed, if it is a symbolic link; need not be there, its directory must
   * @param patience how long another editor is waited for
   */
  public EditedFile(Path file, Duration patience) {
    this.file = file;
    this.patience = patience;
  }

  /** What it says now; empty when it is not there. */
  public String text() {
    return Files.exists(file) ? FileContent.read(file).text() : "";
  }

  public Path path() {
    return file;
  }

  /**
   * Replaces the text by what the change makes of it; writes nothing when that is the same. The
   * file is as it was when the change throws, or this does: {@link UnusableFile} when the text
   * cannot be read, {@link RefusedEdit} when another editor keeps it, {@link UncheckedIOException}
   * when it cannot be written.
   */
  public void edit(UnaryOperator<String> change) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      try (EditLock _ = EditLock.acquire(beside(target, ".lock"), patience)) {
        String before = text();
        String after = change.apply(before);
        if (!after.equals(before)) {
          replace(target, after);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void replace(Path target, String text) throws IOException {
    Path next = beside(target, ".new");
    Files.deleteIfExists(next);
    try (FileChannel channel = FileChannel.open(next, Set.of(CREATE_NEW, WRITE), OWNER_ONLY)) {
      takeAfter(target, next);
      for (ByteBuffer bytes = UTF_8.encode(text); bytes.hasRemaining(); ) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, target, ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(directory(target), READ)) {
      directory.force(true);
    }
  }

  /** A server that runs as another user than the editor must still be able to read the file. */
  private static void takeAfter(Path target, Path next) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    PosixFileAttributes before = Files.readAttributes(target, PosixFileAttributes.class);
    var view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    if (!now.group().equals(before.group())) {
      view.setGroup(before.group());
    }
    if (!now.owner().equals(before.owner())) {
      view.setOwner(before.owner());
    }
    view.setPermissions(before.permissions());
  }

  private static Path directory(Path target) {
    return target.resolveSibling(".");
  }

  private static Path beside(Path target, String suffix) {
    return target.resolveSibling("." + target.getFileName() + suffix);
  }
}
