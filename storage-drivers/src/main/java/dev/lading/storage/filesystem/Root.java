package dev.lading.storage.filesystem;

import dev.lading.storage.Key;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where things are below a root. Keys are paths; {@code lading/lock} and {@code lading/tmp} are the
 * driver's own and hold no objects.
 *
 * @param path without symbolic links
 * @param lock says who has the root
 * @param temporary the directory for what is being written
 * @param wasEmpty when it was opened
 */
record Root(Path path, Path lock, Path temporary, boolean wasEmpty) {
  /** Makes the root, durably, and the driver's own directories where they are missing. */
  static Root prepare(Path path, Disk disk) throws IOException {
    Path directory = Files.isDirectory(path) ? path : path.toAbsolutePath().normalize();
    makeDurably(directory, disk);
    Path real = directory.toRealPath();
    Root root = at(real, isEmpty(directory));
    for (Path own : List.of(parent(root.temporary()), root.temporary())) {
      if (!Files.isDirectory(own)) {
        disk.makeDirectory(own);
      }
    }
    return root;
  }

  /** Where things are, whether or not anything is there. */
  static Root at(Path path, boolean wasEmpty) {
    return new Root(path, path.resolve("lading/lock"), path.resolve("lading/tmp"), wasEmpty);
  }

  private static void makeDurably(Path directory, Disk disk) throws IOException {
    if (!Files.isDirectory(directory)) {
      makeDurably(parent(directory), disk);
      disk.makeDirectory(directory);
      disk.syncDirectories(List.of(parent(directory)));
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }

  /** Of a path below a root, and so there always is one. */
  static Path parent(Path below) {
    return Objects.requireNonNull(below.getParent());
  }

  /** What lies in a directory; nothing when it is none. */
  static List<Path> entries(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(all::add);
    } catch (NoSuchFileException | NotDirectoryException _) {
      // Removed meanwhile, or an object: nothing is below it.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return all;
  }

  Path resolve(Key key) {
    return path.resolve(key.path());
  }

  /** Whether it is the driver's own file and no object. */
  boolean isOwn(Path file) {
    return file.startsWith(temporary) || file.equals(lock);
  }
}
