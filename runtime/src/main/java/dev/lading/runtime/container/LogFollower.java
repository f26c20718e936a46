package dev.lading.runtime.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;

/** Copies a log as it grows, until its container has ended. */
public final class LogFollower {
  private final Container container;
  private final Life life;

  public LogFollower(Container container, Life life) {
    this.container = container;
    this.life = life;
  }

  /**
   * What is written while it is set aside for a new log is not lost: both are read to their ends.
   * Ends as well when nobody reads any more.
   */
  public void copy(PrintStream out) throws IOException {
    List<Path> old = Logs.of(container).stream().filter(log -> log.endsWith("log.1")).toList();
    for (Path log : old) {
      Files.copy(log, out);
    }
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      container
          .folder()
          .register(
              watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      follow(watch, out);
    } catch (NoSuchFileException _) {
      // it ended, and nothing was to be left of it
    } catch (ClosedWatchServiceException _) {
      // nothing comes any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(WatchService watch, PrintStream out)
      throws IOException, InterruptedException {
    Path log = container.folder().resolve("log");
    InputStream in = null;
    try {
      while (true) {
        boolean isOver = !(life.state(container) instanceof ContainerState.Running);
        if (in == null && Files.exists(log)) {
          in = Files.newInputStream(log);
        }
        if (in != null) {
          in.transferTo(out);
          out.flush();
        }
        if (isOver || out.checkError() || !Files.exists(container.folder())) {
          return;
        }
        WatchKey key = watch.take();
        boolean isNew =
            key.pollEvents().stream()
                .anyMatch(
                    event ->
                        event.kind().equals(StandardWatchEventKinds.ENTRY_CREATE)
                            && Path.of("log").equals(event.context()));
        if (isNew && in != null) {
          in.transferTo(out);
          in.close();
          in = null;
        }
        if (!key.reset()) {
          return; // the folder is gone
        }
      }
    } finally {
      if (in != null) {
        in.close();
      }
    }
  }
}
