package dev.lading.storage.filesystem;

import static dev.lading.storage.filesystem.Root.parent;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lading.storage.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * All changes below a root. Each becomes visible by one system call, is then synced as it was
 * promised, and leaves no empty directory behind. The strict order: sync the bytes, make the entry,
 * sync its directory, sync the directories above that are not known to be durable.
 *
 * <p>Safe for any number of threads.
 */
final class Tree {
  /** Each failed attempt means that another thread has removed a directory, or is about to have. */
  private static final int ATTEMPTS = 100;

  /**
   * The kernel lets nobody enter a directory that is being removed before it takes its name away.
   * Should the removing thread lose its core between the two, the name is there and of no use for
   * as long as it waits; so attempts beyond the first few come later and later, to half a second.
   */
  private static final int PROMPT_ATTEMPTS = 5;

  private static final Duration PAUSE = Duration.ofNanos(100_000);

  private final Disk disk;
  private final Root root;
  private final Durability durability;
  private final InstantSource clock;
  private final DurableDirectories directories;
  private final AtomicLong temporaryFiles = new AtomicLong();

  // Entries that may be visible already and are not synced yet, with the number of their writers.
  private final ConcurrentHashMap<Path, Integer> arriving = new ConcurrentHashMap<>();

  // Entries whose writers could not sync them, each with a mark of that one failure.
  private final ConcurrentHashMap<Path, Object> unsynced = new ConcurrentHashMap<>();

  /**
   * @param clock what store times are read from
   */
  Tree(Disk disk, Root root, Durability durability, InstantSource clock) {
    this.disk = disk;
    this.root = root;
    this.durability = durability;
    this.clock = clock;
    this.directories = new DurableDirectories(disk, root.path());
  }

  Disk disk() {
    return disk;
  }

  Root root() {
    return root;
  }

  Durability durability() {
    return durability;
  }

  /**
   * Makes the tree as this process would have left it, whoever wrote it. To be called once, while
   * nobody else uses the root.
   *
   * <p>A killed process, or one that does not sync as we do (another registry, ourselves when
   * relaxed), may have left objects that are in the page cache only. They must be on the disk
   * before anybody relies on having seen them. Who wrote last, nothing tells for sure.
   *
   * @param isNew whether nobody has written to it yet
   */
  void recover(boolean isNew) throws IOException {
    for (Path leftover : Root.entries(root.temporary())) {
      removeIfPresent(leftover);
    }
    if (durability == Durability.STRICT && !isNew) {
      disk.syncAll(root.path());
    }
  }

  /** Replaces what is at {@code target}. */
  void write(Path target, byte[] bytes, Durability promise) throws IOException {
    Path file = temporaryFile(bytes, promise);
    try {
      enter(target, () -> disk.rename(file, target), promise);
    } catch (IOException e) {
      removeTemporary(file);
      throw e;
    }
  }

  /** False when something was there; that is then durable. */
  boolean writeIfAbsent(Path target, byte[] bytes) throws IOException {
    if (Files.exists(target, NOFOLLOW_LINKS)) {
      settle(target);
      return false;
    }
    Path file = temporaryFile(bytes, durability);
    try {
      enter(target, () -> disk.link(file, target), durability);
      return true;
    } catch (FileAlreadyExistsException _) {
      settle(target);
      return false;
    } finally {
      removeTemporary(file);
    }
  }

  /** False when nothing is at {@code source}. Replaces what is at {@code target}. */
  boolean copy(Path source, Path target) throws IOException {
    Path file = temporaryName();
    try {
      if (!new Twin(disk, source, file).make(durability)) {
        return false;
      }
      enter(target, () -> disk.rename(file, target), durability);
      return true;
    } finally {
      // It is still there also when both were names of one file already: that renames nothing.
      removeTemporary(file);
    }
  }

  /** A new, empty file; transient. */
  void create(Path target) throws IOException {
    enter(target, () -> disk.create(target).close(), Durability.RELAXED);
  }

  /** Makes now the store time of a file. */
  void touch(Path file) throws IOException {
    disk.touch(file, clock.instant());
  }

  /** Moves a file whose bytes are durable already, if that is what is promised. */
  void move(Path source, Path target) throws IOException {
    try {
      enter(target, () -> disk.rename(source, target), durability);
    } catch (IOException e) {
      pruneAfter(e, parent(source));
      throw e;
    }
    directories.prune(parent(source));
  }

  void remove(Path file, Durability promise) throws IOException {
    if (Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      removeIfPresent(file);
    }
    // Also when it was absent: the removal that we see the result of may not be synced yet.
    syncRemoval(directories.prune(parent(file)), promise);
  }

  /** Everything below {@code directory}, foreign files included, and the directory itself. */
  void removeBelow(Path directory, Durability promise) throws IOException {
    Path left = clear(directory, promise) ? directories.prune(parent(directory)) : directory;
    syncRemoval(left, promise);
  }

  /**
   * Makes an entry durable that the caller has seen and its writer may still be syncing: nobody is
   * told of an object that a power loss could take back.
   */
  void settle(Path file) throws IOException {
    Object failure = unsynced.get(file);
    if (failure != null || arriving.containsKey(file)) {
      directories.sync(parent(file));
    }
    if (failure != null) {
      unsynced.remove(file, failure);
    }
  }

  /** Whether the disk has no room for that many bytes, or says so for less. */
  boolean isFull(long bytes) throws IOException {
    return disk.isFull(temporaryName(), bytes);
  }

  private Path temporaryFile(byte[] bytes, Durability promise) throws IOException {
    Path file = temporaryName();
    try (Disk.WritableFile open = disk.create(file)) {
      open.write(ByteBuffer.wrap(bytes), 0);
      if (promise == Durability.STRICT) {
        open.sync();
      }
      return file;
    } catch (IOException e) {
      removeTemporary(file);
      throw e;
    }
  }

  private Path temporaryName() {
    return root.temporary().resolve(Long.toString(temporaryFiles.incrementAndGet()));
  }

  /** Runs the step that makes an entry at {@code target}, and syncs it if that is promised. */
  private void enter(Path target, Aside.Step step, Durability promise) throws IOException {
    try {
      if (promise == Durability.RELAXED) {
        withParents(target, step);
      } else {
        enterDurably(target, step);
      }
    } catch (IOException e) {
      pruneAfter(e, parent(target));
      throw e;
    }
  }

  private void enterDurably(Path target, Aside.Step step) throws IOException {
    arriving.merge(target, 1, Integer::sum);
    try {
      withParents(target, step);
      syncEntry(target);
    } finally {
      arriving.computeIfPresent(target, (_, writers) -> writers == 1 ? null : writers - 1);
    }
  }

  /** An entry that cannot be synced is left to whoever sees it. */
  private void syncEntry(Path target) throws IOException {
    try {
      directories.sync(parent(target));
    } catch (IOException e) {
      unsynced.put(target, new Object());
      throw e;
    }
  }

  private void withParents(Path target, Aside.Step step) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        step.run();
        return;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        if (attempt > PROMPT_ATTEMPTS) {
          LockSupport.parkNanos(attempt * PAUSE.toNanos());
        }
        makeDirectories(parent(target));
      }
    }
  }

  /** Leaves a race with a removal to the next attempt. */
  private void makeDirectories(Path directory) throws IOException {
    if (directory.equals(root.path()) || Files.isDirectory(directory)) {
      return;
    }
    makeDirectories(parent(directory));
    try {
      disk.makeDirectory(directory);
    } catch (FileAlreadyExistsException | NoSuchFileException _) {
      // Made, or its parent removed, by another thread meanwhile.
    }
  }

  /** True when the directory is gone; what is left below it is synced by then. */
  private boolean clear(Path directory, Durability promise) throws IOException {
    for (Path entry : Root.entries(directory)) {
      if (!Files.isDirectory(entry, NOFOLLOW_LINKS)) {
        removeIfPresent(entry);
      } else if (!clear(entry, promise)) {
        syncRemoval(entry, promise);
      }
    }
    return directories.remove(directory);
  }

  private void syncRemoval(Path lowestLeft, Durability promise) throws IOException {
    if (promise == Durability.STRICT) {
      directories.sync(lowestLeft);
    }
  }

  private void removeIfPresent(Path file) throws IOException {
    try {
      disk.removeFile(file);
    } catch (NoSuchFileException _) {
      // Removed by another thread meanwhile.
    }
  }

  /** What cannot be removed is, when the root is opened the next time. */
  private void removeTemporary(Path file) {
    try {
      removeIfPresent(file);
    } catch (IOException _) {
      // The caller's success or failure counts.
    }
  }

  private void pruneAfter(IOException failure, Path directory) {
    try {
      directories.prune(directory);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
