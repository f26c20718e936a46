package dev.lading.auth.files;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.lading.auth.files.RefusedEdit.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to edit a file, held by one thread of one process; the kernel takes it from a process
 * that ends.
 */
final class EditLock implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);

  // Static, because locks of files belong to the process, and closing any descriptor of the lock
  // file drops them: a second editor in this process must not even open it.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path lockFile;
  private final FileChannel channel;

  private EditLock(Path lockFile, FileChannel channel) {
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /**
   * @throws RefusedEdit when another editor does not end within {@code patience}, or the thread is
   *     interrupted meanwhile
   */
  static EditLock acquire(Path lockFile, Duration patience) throws IOException {
    long pauses = Math.max(0, patience.dividedBy(PAUSE));
    while (!HELD.add(lockFile)) {
      pauses = pause(lockFile, pauses);
    }
    try {
      return new EditLock(lockFile, locked(lockFile, pauses));
    } catch (IOException | RefusedEdit e) {
      HELD.remove(lockFile);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(lockFile);
  }

  private static FileChannel locked(Path lockFile, long pauses) throws IOException {
    FileChannel channel = FileChannel.open(lockFile, Set.of(CREATE, WRITE), EditedFile.OWNER_ONLY);
    try {
      for (long left = pauses; channel.tryLock() == null; ) {
        left = pause(lockFile, left);
      }
      return channel;
    } catch (IOException | RefusedEdit e) {
      channel.close();
      throw e;
    }
  }

  private static long pause(Path lockFile, long pauses) {
    if (pauses == 0 || Thread.currentThread().isInterrupted()) {
      throw new RefusedEdit(
          Reason.FILE_BUSY, "somebody else is editing it (" + lockFile + " is locked). Try again.");
    }
    LockSupport.parkNanos(PAUSE.toNanos());
    return pauses - 1;
  }
}
