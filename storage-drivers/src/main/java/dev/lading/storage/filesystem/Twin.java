package dev.lading.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import dev.lading.storage.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A second file of the same bytes: another name for the first, or a copy of it where it may not
 * have one. Linux refuses that for the files of other users that one cannot write to, which a tree
 * is full of that another registry has written.
 */
record Twin(Disk disk, Path source, Path file) {
  private static final int COPIED_AT_ONCE_BYTES = 256 << 10;

  /** False when the first is not there; then there is no second either. */
  boolean make(Durability promise) throws IOException {
    try {
      disk.link(source, file);
      return true;
    } catch (NoSuchFileException e) {
      return requireAbsent(e);
    } catch (IOException e) {
      return copied(promise, e);
    }
  }

  /** Nothing else may be missing. */
  private boolean requireAbsent(NoSuchFileException missing) throws NoSuchFileException {
    if (Files.exists(source, NOFOLLOW_LINKS)) {
      throw missing;
    }
    return false;
  }

  private boolean copied(Durability promise, IOException unlinked) throws IOException {
    try (FileChannel from = FileChannel.open(source, READ, NOFOLLOW_LINKS);
        Disk.WritableFile to = disk.create(file)) {
      copy(from, to);
      if (promise == Durability.STRICT) {
        to.sync();
      }
      return true;
    } catch (NoSuchFileException e) {
      return requireAbsent(e);
    } catch (IOException e) {
      e.addSuppressed(unlinked);
      throw e;
    }
  }

  private static void copy(FileChannel from, Disk.WritableFile to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(COPIED_AT_ONCE_BYTES);
    long position = 0;
    while (from.read(bytes) >= 0) {
      int count = bytes.flip().remaining();
      to.write(bytes, position);
      position += count;
      bytes.clear();
    }
  }
}
