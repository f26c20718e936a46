package dev.lading.runtime.image;

import dev.lading.content.Digest;
import dev.lading.runtime.files.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps programs out of each other's way, by ranges of one file that nobody reads. The kernel drops
 * what a killed program held. It counts by program and not by thread, and drops all of a program's
 * locks when any of its channels to the file is closed: so a program opens this once.
 */
final class StoreLock implements AutoCloseable {
  private static final long EVERYTHING = 0;
  private static final long INDEX = 1;

  /** Digests take the places from here on: 56 bits of them, once to fetch and once to unpack. */
  private static final long FETCHED = 1L << 61;

  private static final long UNPACKED = 1L << 62;
  private static final int HEX_OF_56_BITS = 14;

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

  private FileLock locked(long place, boolean isShared) {
    try {
      return file.lock(place, 1, isShared);
    } catch (IOException e) {
      throw new UncheckedIOException("the store's lock cannot be taken", e);
    }
  }

  private static long place(Digest digest) {
    return Long.parseLong(digest.hex().substring(0, HEX_OF_56_BITS), 16);
  }
}
