package dev.lading.storage.s3;

import dev.lading.storage.StorageException;
import dev.lading.storage.StorageUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs requests at once, each on a thread of its own. */
final class Parallel {
  private Parallel() {}

  /**
   * The results in the order of the tasks, once all have ended.
   *
   * @throws StorageException of the first that failed; also when this thread is interrupted, which
   *     it stays
   */
  static <T> List<T> run(List<Callable<T>> tasks, String what) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> task : threads.invokeAll(tasks)) {
        results.add(task.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailable(what + " was interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StorageException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }
}
