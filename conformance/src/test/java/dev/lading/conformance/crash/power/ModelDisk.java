package dev.lading.conformance.crash.power;

import static java.util.Objects.requireNonNull;

import dev.lading.conformance.crash.power.Event.Answered;
import dev.lading.conformance.crash.power.Event.Change;
import dev.lading.conformance.crash.power.Event.Created;
import dev.lading.conformance.crash.power.Event.DirectoryMade;
import dev.lading.conformance.crash.power.Event.DirectoryRemoved;
import dev.lading.conformance.crash.power.Event.FileRemoved;
import dev.lading.conformance.crash.power.Event.Linked;
import dev.lading.conformance.crash.power.Event.Renamed;
import dev.lading.conformance.crash.power.Event.Resized;
import dev.lading.conformance.crash.power.Event.SyncBegun;
import dev.lading.conformance.crash.power.Event.SyncEnded;
import dev.lading.conformance.crash.power.Event.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A disk as POSIX describes it: what processes see now, and what a power loss cannot take. A sync
 * of a file makes its bytes and size durable, wherever its name is; a sync of a directory makes the
 * entries made and removed in it durable, whatever is behind them. Everything else may have reached
 * the disk or not. Mutable, for one thread.
 */
final class ModelDisk {
  private final Path path;
  private final Directory root = new Directory();
  private final Map<Integer, Runnable> syncs = new HashMap<>();

  /** A file or directory, whatever its names. */
  sealed interface Node {}

  static final class File implements Node {
    private byte[] now = {};
    private byte[] durable = {};

    byte[] now() {
      return now;
    }

    byte[] durable() {
      return durable;
    }
  }

  static final class Directory implements Node {
    private final Map<String, Node> now = new TreeMap<>();
    private final Map<String, Node> durable = new TreeMap<>();
    private final List<EntryChange> unsynced = new ArrayList<>();
  }

  /** What one call did to the entries of one directory; reaches the disk whole or not at all. */
  static final class EntryChange {
    private final Path directory;
    private final Map<String, Optional<Node>> entries;

    EntryChange(Path directory, Map<String, Optional<Node>> entries) {
      this.directory = directory;
      this.entries = entries;
    }

    Path directory() {
      return directory;
    }

    @Override
    public String toString() {
      List<String> each = new ArrayList<>();
      entries.forEach((name, node) -> each.add((node.isPresent() ? "+" : "-") + name));
      return directory + "/{" + String.join(",", each) + "}";
    }

    private void applyTo(Map<String, Node> names) {
      entries.forEach(
          (name, node) -> node.ifPresentOrElse(n -> names.put(name, n), () -> names.remove(name)));
    }
  }

  /**
   * @param path where the root is in the events; it is there, empty and durable
   */
  ModelDisk(Path path) {
    this.path = path;
  }

  void apply(Event event) {
    switch (event) {
      case Created(Path file) -> {
        if (find(file) == null) {
          put(file, new File());
        }
      }
      case Written(Path file, long offset, byte[] bytes) -> write(file(file), offset, bytes);
      case Resized(Path file, long size) -> {
        File resized = file(file);
        resized.now = Arrays.copyOf(resized.now, (int) size);
      }
      case Renamed(Path from, Path to) -> rename(from, to);
      case Linked(Path file, Path name) -> put(name, file(file));
      case FileRemoved(Path file) -> remove(file);
      case DirectoryMade(Path directory) -> put(directory, new Directory());
      case DirectoryRemoved(Path directory) -> remove(directory);
      case SyncBegun(int sync, Path synced) -> syncs.put(sync, sync(synced));
      case SyncEnded(int sync) -> requireNonNull(syncs.remove(sync)).run();
      case Answered _ -> {}
    }
  }

  /** Whether it could happen now as it did. */
  boolean accepts(Change change) {
    return switch (change) {
      case Created(Path file) -> isDirectory(parent(file));
      case Written(Path file, _, _) -> find(file) instanceof File;
      case Resized(Path file, _) -> find(file) instanceof File;
      case Renamed(Path from, Path to) -> find(from) != null && isDirectory(parent(to));
      case Linked(Path file, Path name) ->
          find(file) instanceof File && isDirectory(parent(name)) && find(name) == null;
      case FileRemoved(Path file) -> find(file) instanceof File;
      case DirectoryMade(Path directory) ->
          isDirectory(parent(directory)) && find(directory) == null;
      case DirectoryRemoved(Path directory) ->
          find(directory) instanceof Directory found && found.now.isEmpty();
    };
  }

  /** Every change of an entry that a power loss may take, oldest first within a directory. */
  List<EntryChange> unsyncedEntries() {
    List<EntryChange> all = new ArrayList<>();
    for (Node node : nodes()) {
      if (node instanceof Directory directory) {
        all.addAll(directory.unsynced);
      }
    }
    return all;
  }

  /** Every file whose bytes a power loss may take. */
  List<File> unsyncedFiles() {
    List<File> all = new ArrayList<>();
    for (Node node : nodes()) {
      if (node instanceof File file && !Arrays.equals(file.now, file.durable)) {
        all.add(file);
      }
    }
    return all;
  }

  /**
   * What is found after a power loss.
   *
   * @param kept of the unsynced changes, those that reached the disk
   * @param bytes what is left in each file
   */
  DiskImage image(Set<EntryChange> kept, Function<File, byte[]> bytes) {
    SortedMap<String, Optional<byte[]>> entries = new TreeMap<>();
    collect(root, "", kept, bytes, entries);
    return new DiskImage(entries);
  }

  private static void collect(
      Directory directory,
      String at,
      Set<EntryChange> kept,
      Function<File, byte[]> bytes,
      SortedMap<String, Optional<byte[]>> into) {
    Map<String, Node> left = new TreeMap<>(directory.durable);
    directory.unsynced.stream().filter(kept::contains).forEach(change -> change.applyTo(left));
    left.forEach(
        (name, node) -> {
          switch (node) {
            case File file -> into.put(at + name, Optional.of(bytes.apply(file)));
            case Directory below -> {
              into.put(at + name, Optional.empty());
              collect(below, at + name + "/", kept, bytes, into);
            }
          }
        });
  }

  /** All that may be reachable after a power loss. */
  private Set<Node> nodes() {
    Set<Node> seen = new LinkedHashSet<>();
    visit(root, seen);
    return seen;
  }

  private static void visit(Node node, Set<Node> seen) {
    if (seen.add(node) && node instanceof Directory directory) {
      directory.durable.values().forEach(below -> visit(below, seen));
      directory.unsynced.forEach(
          change -> change.entries.values().forEach(entry -> entry.ifPresent(n -> visit(n, seen))));
    }
  }

  private static void write(File file, long offset, byte[] bytes) {
    int end = (int) offset + bytes.length;
    byte[] now = Arrays.copyOf(file.now, Math.max(end, file.now.length));
    System.arraycopy(bytes, 0, now, (int) offset, bytes.length);
    file.now = now;
  }

  /** What to do when a sync that begins now has ended. */
  private Runnable sync(Path synced) {
    return switch (node(synced)) {
      case File file -> {
        byte[] covered = file.now;
        yield () -> file.durable = covered;
      }
      case Directory directory -> {
        List<EntryChange> covered = List.copyOf(directory.unsynced);
        yield () ->
            covered.forEach(
                change -> {
                  if (directory.unsynced.remove(change)) {
                    change.applyTo(directory.durable);
                  }
                });
      }
    };
  }

  private void rename(Path from, Path to) {
    Node moved = node(from);
    Path source = parent(from);
    Path target = parent(to);
    if (source.equals(target)) {
      Map<String, Optional<Node>> both = new LinkedHashMap<>();
      both.put(name(from), Optional.empty());
      both.put(name(to), Optional.of(moved));
      change(source, both);
    } else {
      remove(from);
      put(to, moved);
    }
  }

  private void put(Path entry, Node node) {
    change(parent(entry), Map.of(name(entry), Optional.of(node)));
  }

  private void remove(Path entry) {
    change(parent(entry), Map.of(name(entry), Optional.empty()));
  }

  private void change(Path in, Map<String, Optional<Node>> entries) {
    if (!(node(in) instanceof Directory directory)) {
      throw new IllegalArgumentException(in + " is no directory");
    }
    var change = new EntryChange(path.relativize(in), entries);
    directory.unsynced.add(change);
    change.applyTo(directory.now);
  }

  private File file(Path file) {
    if (node(file) instanceof File found) {
      return found;
    }
    throw new IllegalArgumentException(file + " is no file");
  }

  private Node node(Path wanted) {
    Node node = find(wanted);
    if (node == null) {
      throw new IllegalArgumentException(wanted + " was never made");
    }
    return node;
  }

  private boolean isDirectory(Path wanted) {
    return find(wanted) instanceof Directory;
  }

  private @Nullable Node find(Path wanted) {
    Node node = root;
    if (wanted.equals(path)) {
      return node;
    }
    for (Path name : path.relativize(wanted)) {
      node = node instanceof Directory directory ? directory.now.get(name.toString()) : null;
    }
    return node;
  }

  private static Path parent(Path entry) {
    return requireNonNull(entry.getParent());
  }

  private static String name(Path entry) {
    return requireNonNull(entry.getFileName()).toString();
  }
}
