package dev.lading.storage.filesystem;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** One step that is done on a thread of its own while its starter goes on. */
final class Aside {
  private final FutureTask<Boolean> task;

  private Aside(FutureTask<Boolean> task) {
    this.task = task;
  }

  static Aside start(Step step) {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              step.run();
              return true;
            });
    Thread.ofVirtual().start(task);
    return new Aside(task);
  }

  boolean isDone() {
    return task.isDone();
  }

  /**
   * Waits until it is done.
   *
   * @throws IOException what the step threw, or that this thread was interrupted meanwhile
   */
  void await() throws IOException {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  /** One call of the disk. */
  interface Step {
    void run() throws IOException;
  }
}
