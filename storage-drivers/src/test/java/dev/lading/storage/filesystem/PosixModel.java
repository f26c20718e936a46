package dev.lading.storage.filesystem;

import static dev.lading.storage.filesystem.Root.parent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a disk may hold after a power loss, by the letter of POSIX and nothing more: of a file the
 * bytes of its last sync, or any later ones, or a part of them; of each name in a directory what it
 * stood for at the last sync of that directory, or any time since, independently of all other
 * names. A rename is a name that appears and a name that goes, and either may be lost.
 */
final class PosixModel {
  private static final int EXHAUSTIVE_LIMIT = 5_000;
  private static final int SAMPLES = 500;

  /** A file or a directory. */
  private sealed interface Node permits FileNode, DirectoryNode {}

  private static final class FileNode implements Node {
    // The first is what is synced.
    private final List<byte[]> versions = new ArrayList<>(List.of(new byte[0]));

    byte[] now() {
      return versions.getLast();
    }

    void sync() {
      byte[] now = now();
      versions.clear();
      versions.add(now);
    }
  }

  private static final class DirectoryNode implements Node {
    // For each name what it stood for since the last sync, oldest first.
    private final Map<String, List<Optional<Node>>> names = new TreeMap<>();

    Optional<Node> now(String name) {
      return names.getOrDefault(name, List.of(Optional.empty())).getLast();
    }

    void set(String name, Optional<Node> node) {
      names.computeIfAbsent(name, _ -> new ArrayList<>(List.of(Optional.empty()))).add(node);
    }

    void sync() {
      names.values().forEach(since -> since.subList(0, since.size() - 1).clear());
      names.values().removeIf(since -> since.getLast().isEmpty());
    }
  }

  private final Path root;
  private final DirectoryNode top = new DirectoryNode();

  /**
   * @param root is empty and durable
   */
  PosixModel(Path root) {
    this.root = root;
  }

  void create(Path file) {
    directory(parent(file)).set(name(file), Optional.of(new FileNode()));
  }

  void makeDirectory(Path directory) {
    directory(parent(directory)).set(name(directory), Optional.of(new DirectoryNode()));
  }

  void write(Path file, byte[] bytes, long position) {
    FileNode node = file(file);
    byte[] grown =
        Arrays.copyOf(node.now(), (int) Math.max(node.now().length, position + bytes.length));
    System.arraycopy(bytes, 0, grown, (int) position, bytes.length);
    // Half of what was added got to the disk, before all of it did.
    node.versions.add(Arrays.copyOf(grown, (int) position + bytes.length / 2));
    node.versions.add(grown);
  }

  void link(Path file, Path name) {
    directory(parent(name)).set(name(name), Optional.of(file(file)));
  }

  void rename(Path from, Path to) {
    link(from, to);
    remove(from);
  }

  void remove(Path path) {
    directory(parent(path)).set(name(path), Optional.empty());
  }

  void sync(Path file) {
    file(file).sync();
  }

  void syncDirectory(Path directory) {
    directory(directory).sync();
  }

  void syncAll() {
    syncAll(top);
  }

  /** Gives every disk that may be found after a power loss now: its files and their bytes. */
  void crashes(Consumer<Map<Path, byte[]>> state) {
    List<List<?>> open = new ArrayList<>();
    collect(top, open, Collections.newSetFromMap(new IdentityHashMap<>()));
    int[] counts = open.stream().mapToInt(List::size).toArray();
    Consumer<int[]> visit = chosen -> state.accept(disk(open, chosen));
    long product = 1;
    for (int count : counts) {
      product = Math.min(product * count, EXHAUSTIVE_LIMIT + 1L);
    }
    if (product <= EXHAUSTIVE_LIMIT) {
      everyCombination(counts, visit);
    } else {
      eachAloneAndSamples(counts, visit);
    }
  }

  private static void everyCombination(int[] counts, Consumer<int[]> visit) {
    int[] chosen = new int[counts.length];
    while (true) {
      visit.accept(chosen.clone());
      int i = 0;
      while (i < counts.length && ++chosen[i] == counts[i]) {
        chosen[i++] = 0;
      }
      if (i == counts.length) {
        return;
      }
    }
  }

  private static void eachAloneAndSamples(int[] counts, Consumer<int[]> visit) {
    int[] oldest = new int[counts.length];
    int[] newest = Arrays.stream(counts).map(count -> count - 1).toArray();
    for (int[] others : List.of(oldest, newest)) {
      for (int i = 0; i < counts.length; i++) {
        for (int choice = 0; choice < counts[i]; choice++) {
          int[] chosen = others.clone();
          chosen[i] = choice;
          visit.accept(chosen);
        }
      }
    }
    Random random = new Random(counts.length);
    for (int i = 0; i < SAMPLES; i++) {
      visit.accept(Arrays.stream(counts).map(random::nextInt).toArray());
    }
  }

  /** All that can turn out in more than one way, in directories as they are and as they were. */
  private static void collect(DirectoryNode directory, List<List<?>> open, Set<Node> seen) {
    if (!seen.add(directory)) {
      return;
    }
    for (List<Optional<Node>> since : directory.names.values()) {
      addIfOpen(since, open);
      for (Optional<Node> node : since) {
        switch (node.orElse(null)) {
          case null -> {}
          case DirectoryNode child -> collect(child, open, seen);
          case FileNode file when seen.add(file) -> addIfOpen(file.versions, open);
          case FileNode _ -> {}
        }
      }
    }
  }

  private static void addIfOpen(List<?> versions, List<List<?>> open) {
    if (versions.size() > 1) {
      open.add(versions);
    }
  }

  private Map<Path, byte[]> disk(List<List<?>> open, int[] chosen) {
    IdentityHashMap<List<?>, Integer> choice = new IdentityHashMap<>();
    for (int i = 0; i < chosen.length; i++) {
      choice.put(open.get(i), chosen[i]);
    }
    Map<Path, byte[]> files = new HashMap<>();
    read(top, root, choice, files);
    return files;
  }

  private static void read(
      DirectoryNode directory,
      Path path,
      IdentityHashMap<List<?>, Integer> choice,
      Map<Path, byte[]> files) {
    directory.names.forEach(
        (name, since) -> {
          switch (chosen(since, choice).orElse(null)) {
            case null -> {}
            case DirectoryNode child -> read(child, path.resolve(name), choice, files);
            case FileNode file -> files.put(path.resolve(name), chosen(file.versions, choice));
          }
        });
  }

  private static <T> T chosen(List<T> versions, IdentityHashMap<List<?>, Integer> choice) {
    return versions.get(choice.getOrDefault(versions, 0));
  }

  private static void syncAll(DirectoryNode directory) {
    directory.sync();
    for (List<Optional<Node>> since : directory.names.values()) {
      switch (since.getLast().orElseThrow()) {
        case DirectoryNode child -> syncAll(child);
        case FileNode file -> file.sync();
      }
    }
  }

  private FileNode file(Path file) {
    return (FileNode) directory(parent(file)).now(name(file)).orElseThrow();
  }

  private DirectoryNode directory(Path path) {
    DirectoryNode node = top;
    for (Path name : root.relativize(path)) {
      if (!name.toString().isEmpty()) {
        node = (DirectoryNode) node.now(name.toString()).orElseThrow();
      }
    }
    return node;
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
