package dev.lading.runtime.container;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** Waits for the file that a program writes when a container has begun. */
final class Beginning implements AutoCloseable {
  private final Path file;
  private final WatchService watch;

  private Beginning(Path file, WatchService watch) {
    this.file = file;
    this.watch = watch;
  }

  /** What happens from now on is seen. */
  static Beginning of(Path file) throws IOException {
    WatchService watch = FileSystems.getDefault().newWatchService();
    file.toAbsolutePath()
        .resolveSibling(".")
        .normalize()
        .register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    return new Beginning(file, watch);
  }

  /** Whether it was there before the process ended. */
  boolean await(Process process) throws InterruptedException {
    var end = process.onExit().thenRun(this::stop);
    try {
      while (!Files.exists(file)) {
        WatchKey key = watch.take();
        key.pollEvents();
        key.reset();
      }
      return true;
    } catch (ClosedWatchServiceException _) {
      return Files.exists(file);
    } finally {
      end.cancel(false);
    }
  }

  private void stop() {
    try {
      close();
    } catch (IOException _) {
      // then whoever waits for it is not woken by this
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
