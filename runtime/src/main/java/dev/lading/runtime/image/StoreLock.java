package dev.lading.runtime.image;

import dev.lading.content.Digest;
import dev.lading.runtime.files.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps programs out of each other's way, by ranges of one file that nobody reads. The kernel drops
 * what a killed program held. It counts by program and not by thread, and drops all of a program's
 * locks when any of its channels to the file is closed: so a program opens this once. Whoever is
 * interrupted while it waits gets an {@link UncheckedIOException}, and stays interrupted.
 */
final class StoreLock implements AutoCloseable {
  private static final long EVERYTHING = 0;
  private static final long INDEX = 1;

  /** Digests take the places from here on: 56 bits of them, once to fetch and once to unpack. */
  private static final long FETCHED = 1L << 61;

  private static final long UNPACKED = 1L << 62;
  private static final int HEX_OF_56_BITS = 14;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final FileChannel file;

  private StoreLock(FileChannel file) {
    this.file = file;
  }

  static StoreLock open(Path file) {
    try {
      PrivateFile.createFolder(file.toAbsolutePath().resolveSibling(""));
      return new StoreLock(
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be opened", e);
    }
  }

  /** As many as like may add; nobody removes meanwhile. */
  FileLock adding() {
    return locked(EVERYTHING, true);
  }

  /** Alone, when nobody adds any more. */
  FileLock removing() {
    return locked(EVERYTHING, false);
  }

  /** While the index is read to be written again. */
  FileLock index() {
    return locked(INDEX, false);
  }

  FileLock fetching(Digest blob) {
    return locked(FETCHED + place(blob), false);
  }

  FileLock unpacking(Digest config) {
    return locked(UNPACKED + place(config), false);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks again and again. Were the kernel asked to wait, it would refuse to where two programs wait
   * for each other, and it sees no threads: two that fetch two layers each, in another order, do
   * not wait for each other for good.
   */
  private FileLock locked(long place, boolean isShared) {
    try {
      Optional<FileLock> held = attempt(place, isShared);
      while (held.isEmpty()) {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.currentThread().isInterrupted()) {
          throw new FileLockInterruptionException();
        }
        held = attempt(place, isShared);
      }
      return held.get();
    } catch (IOException e) {
      throw new UncheckedIOException("the store's lock cannot be taken", e);
    }
  }

  private Optional<FileLock> attempt(long place, boolean isShared) throws IOException {
    return Optional.ofNullable(file.tryLock(place, 1, isShared));
  }

  private static long place(Digest digest) {
    return Long.parseLong(digest.hex().substring(0, HEX_OF_56_BITS), 16);
  }
}
