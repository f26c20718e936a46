package dev.lading.runtime.container;

import dev.lading.runtime.files.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The names of containers: links to their folders. One program at a time changes them, by a lock on
 * a file that no name can be: so what is looked at is what is replaced. The kernel drops what a
 * killed program held; threads have a lock of their own, as the kernel counts by program.
 */
final class ContainerNames {
  private static final String LOCK = ".lock";

  private final Path folder;
  private final Path containers;
  private final ReentrantLock threads = new ReentrantLock();

  /**
   * @param folder made when the first name is taken
   * @param containers where their folders lie
   */
  ContainerNames(Path folder, Path containers) {
    this.folder = folder;
    this.containers = containers;
  }

  /** Empty when nobody has it, or who had it is gone. */
  Optional<ContainerId> find(String name) {
    try {
      Path target = Files.readSymbolicLink(folder.resolve(name)).getFileName();
      return ContainerId.parse(target.toString())
          .filter(id -> Files.isDirectory(containers.resolve(id.text())));
    } catch (IOException _) {
      return Optional.empty(); // there is no such name
    }
  }

  /** Whether it is this container's from now on. One of a container that is gone can be had. */
  boolean take(String name, ContainerId id) throws IOException {
    PrivateFile.createFolder(folder);
    return alone(
        () -> {
          Path link = folder.resolve(name);
          if (Files.exists(link)) {
            return false;
          }
          Files.deleteIfExists(link);
          Files.createSymbolicLink(link, Path.of("..", id.text()));
          return true;
        });
  }

  /** Another container's is left alone. */
  void giveBack(String name, ContainerId id) throws IOException {
    if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      alone(
          () ->
              find(name).filter(id::equals).isPresent()
                  && Files.deleteIfExists(folder.resolve(name)));
    }
  }

  private interface Change {
    boolean make() throws IOException;
  }

  private boolean alone(Change change) throws IOException {
    threads.lock();
    try (FileChannel file =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = file.lock()) {
      return change.make();
    } finally {
      threads.unlock();
    }
  }
}
