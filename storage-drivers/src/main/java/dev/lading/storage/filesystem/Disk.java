package dev.lading.storage.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Every call by which the driver changes the disk, one system call each, so that a test can record
 * them, forget one, or let one fail. What is not synced may be lost with the power: the bytes of a
 * file until {@link WritableFile#sync}, an entry made or removed until {@link #syncDirectories} of
 * the directory it is in.
 *
 * <p>Errors are those of {@code java.nio.file}: {@code NoSuchFileException} when a parent is
 * missing, {@code FileAlreadyExistsException}, {@code DirectoryNotEmptyException}, {@code
 * NotDirectoryException}.
 */
interface Disk {
  /** A new, empty file. */
  WritableFile create(Path file) throws IOException;

  WritableFile open(Path file) throws IOException;

  /** Atomic; replaces {@code to}. */
  void rename(Path from, Path to) throws IOException;

  /** A second name for a file; fails when the name is taken. */
  void link(Path file, Path name) throws IOException;

  /** Sets the time of last modification. */
  void touch(Path file, Instant time) throws IOException;

  void removeFile(Path file) throws IOException;

  void makeDirectory(Path directory) throws IOException;

  void removeDirectory(Path directory) throws IOException;

  /**
   * Opens each in this order and then syncs them all, at the same time: a journal then commits once
   * for all of them.
   */
  void syncDirectories(List<Path> directories) throws IOException;

  /** Syncs all that anybody wrote to the file system of {@code path}. */
  void syncAll(Path path) throws IOException;

  /**
   * Whether a file of that many bytes could not be written for want of space, inodes or quota.
   *
   * @param probe where one is made, and removed again
   */
  boolean isFull(Path probe, long bytes) throws IOException;

  /** Not safe for several threads; closing does not sync. */
  interface WritableFile extends Closeable {
    long size() throws IOException;

    /** Writes all of {@code bytes}; after a failure any first part of them may be there. */
    void write(ByteBuffer bytes, long position) throws IOException;

    void sync() throws IOException;
  }
}
