package dev.lading.storage.filesystem;

import static dev.lading.storage.filesystem.Root.parent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes entries durable, the names of their directories included, and remembers which directories
 * already are, so that a write into an old directory costs one sync.
 *
 * <p>That a directory exists says nothing: another thread may have made it a moment ago and not
 * synced its parent yet, or a process that was killed since. So a directory counts as durable only
 * when this process has synced its parent, and all above, while the directory was there; and it is
 * forgotten in one step with its removal, because another directory may appear under its name.
 *
 * <p>Safe for any number of threads.
 */
final class DurableDirectories {
  private static final int REMEMBERED_LIMIT = 8192;

  private final Disk disk;
  private final Path root;

  // A directory's state stays the same object for as long as the directory stays the same. Looking
  // a state up and removing the directory exclude each other: both happen in compute.
  private final ConcurrentHashMap<Path, State> states = new ConcurrentHashMap<>();

  /**
   * @param root is durable itself, stays, and is above all that is asked for
   */
  DurableDirectories(Disk disk, Path root) {
    this.disk = disk;
    this.root = root;
  }

  /**
   * Makes durable what the caller has put into, or removed from, {@code directory}, and every name
   * on the way to it. When the directory has been removed since, so has what was in it; then it is
   * that removal which is made durable. An interrupt waits until it is done: what has become
   * visible must not stay unsynced.
   */
  void sync(Path directory) throws IOException {
    boolean interrupted = false;
    try {
      Path lowest = directory;
      while (true) {
        try {
          interrupted |= Thread.interrupted();
          if (syncUpwards(lowest)) {
            return;
          }
          lowest = parent(lowest);
        } catch (ClosedByInterruptException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Removes {@code directory} and then its parents, as long as they are empty.
   *
   * @return the lowest that is left
   */
  Path prune(Path directory) throws IOException {
    Path lowest = directory;
    while (!lowest.equals(root) && remove(lowest)) {
      lowest = parent(lowest);
    }
    return lowest;
  }

  /** Removes {@code directory} if it is empty; true when it is gone, by whomever. */
  boolean remove(Path directory) throws IOException {
    boolean[] removed = new boolean[1];
    try {
      states.compute(
          directory,
          (_, known) -> {
            removed[0] = removeFromDisk(directory);
            return removed[0] ? null : known;
          });
      return removed[0];
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The states are looked up first; then each directory is opened, which proves that it was there
   * after the lookup; then the syncs begin, so that each covers the name below it. Should one be
   * removed meanwhile, nobody finds the state that is marked here.
   *
   * @return false when the directory is gone
   */
  private boolean syncUpwards(Path directory) throws IOException {
    List<Path> upwards = new ArrayList<>(List.of(directory));
    List<State> unsettled = new ArrayList<>();
    for (Path p = directory; !p.equals(root); p = parent(p)) {
      State state = state(p);
      if (state.durable) {
        break;
      }
      unsettled.add(state);
      upwards.add(parent(p));
    }
    try {
      disk.syncDirectories(upwards);
    } catch (NoSuchFileException e) {
      if (directory.equals(root)) {
        throw e;
      }
      return false;
    }
    unsettled.forEach(state -> state.durable = true);
    return true;
  }

  private State state(Path directory) {
    if (states.size() > REMEMBERED_LIMIT) {
      states.clear();
    }
    return states.compute(directory, (_, known) -> known == null ? new State() : known);
  }

  private boolean removeFromDisk(Path directory) {
    try {
      disk.removeDirectory(directory);
      return true;
    } catch (NoSuchFileException _) {
      return true;
    } catch (DirectoryNotEmptyException | NotDirectoryException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class State {
    volatile boolean durable;
  }
}
