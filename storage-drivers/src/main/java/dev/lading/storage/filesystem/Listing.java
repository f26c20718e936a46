package dev.lading.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Pattern;

/**
 * What lies below a directory, as objects. Entries may come and go while it is read. Left out is
 * what is no object: devices, symbolic links to anything but directories, names that cannot be part
 * of a key, the driver's own files, and what distribution's writer leaves behind when it is killed.
 *
 * <p>A symbolic link to a directory is that directory, as it is for whoever reads an object below
 * it: a part of the tree may lie on another disk. A circle of them is an error.
 */
final class Listing {
  private static final Pattern LEFTOVER =
      Pattern.compile(".+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

  private final Root root;

  Listing(Root root) {
    this.root = root;
  }

  /** Names of objects, and of directories with an object somewhere below. */
  List<String> children(Key prefix, String after, int limit) throws IOException {
    Path directory = root.resolve(prefix);
    SortedNames names =
        new SortedNames(directory, name -> name.compareTo(after) > 0 && Key.isSegment(name));
    List<String> children = new ArrayList<>();
    for (Optional<String> name = names.peek();
        name.isPresent() && children.size() < limit;
        name = names.peek()) {
      names.skip();
      if (holdsObject(directory.resolve(name.get()))) {
        children.add(name.get());
      }
    }
    return children;
  }

  List<ListedObject> objects(Key prefix, String after, int limit) throws IOException {
    Walk walk = new Walk(after, limit);
    walk.directory(root.resolve(prefix), prefix.path() + "/");
    return walk.found;
  }

  private boolean holdsObject(Path path) throws IOException {
    Optional<BasicFileAttributes> attributes = entry(path);
    if (attributes.isEmpty() || !attributes.get().isDirectory()) {
      return attributes.isPresent() && isObject(path, attributes.get());
    }
    if (root.isOwn(path)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (Key.isSegment(name(entry)) && holdsObject(entry)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException | NotDirectoryException _) {
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private boolean isObject(Path path, BasicFileAttributes attributes) {
    return attributes.isRegularFile()
        && !root.isOwn(path)
        && !LEFTOVER.matcher(name(path)).matches();
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** Of the path itself, be it a symbolic link; empty when nothing is there. */
  static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Of what a name stands for in a directory: of the directory, when it is a link to one. */
  private static Optional<BasicFileAttributes> entry(Path path) throws IOException {
    Optional<BasicFileAttributes> own = attributes(path);
    if (own.filter(BasicFileAttributes::isSymbolicLink).isEmpty()) {
      return own;
    }
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class))
          .filter(BasicFileAttributes::isDirectory);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  static ObjectInfo info(BasicFileAttributes attributes) {
    return new ObjectInfo(attributes.size(), attributes.lastModifiedTime().toInstant());
  }

  /**
   * One pass in the order of whole keys. That is not the order of names: {@code a-b} comes after
   * {@code a}, but before {@code a/x}. So a directory waits until its name with the slash is next.
   */
  private final class Walk {
    private final String after;
    private final int limit;
    private final List<ListedObject> found = new ArrayList<>();

    Walk(String after, int limit) {
      this.after = after;
      this.limit = limit;
    }

    /**
     * @param prefix the directory's key and a slash
     */
    void directory(Path directory, String prefix) throws IOException {
      SortedNames names =
          new SortedNames(directory, name -> Key.isSegment(name) && reachesBehind(prefix + name));
      PriorityQueue<String> waiting = new PriorityQueue<>();
      while (found.size() < limit) {
        Optional<String> name = names.peek();
        String next = waiting.peek();
        if (next != null && (name.isEmpty() || next.compareTo(name.get()) < 0)) {
          waiting.remove();
          directory(directory.resolve(next), prefix + next);
        } else if (name.isPresent()) {
          names.skip();
          entry(directory.resolve(name.get()), prefix + name.get(), waiting);
        } else {
          return;
        }
      }
    }

    private void entry(Path path, String key, PriorityQueue<String> waiting) throws IOException {
      Optional<BasicFileAttributes> attributes = Listing.entry(path);
      if (attributes.isEmpty()) {
        return;
      }
      if (attributes.get().isDirectory() && !root.isOwn(path)) {
        waiting.add(name(path) + "/");
      } else if (isObject(path, attributes.get()) && key.compareTo(after) > 0) {
        found.add(new ListedObject(new Key(key), info(attributes.get())));
      }
    }

    private boolean reachesBehind(String key) {
      String below = key + "/";
      return key.compareTo(after) > 0 || below.compareTo(after) > 0 || after.startsWith(below);
    }
  }
}
