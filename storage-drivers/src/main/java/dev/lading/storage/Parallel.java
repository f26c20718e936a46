package dev.lading.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Asks a store several things at once, each on a virtual thread of its own. Where that cannot make
 * anything quicker the caller's thread does it: a single task, or one at a time.
 */
public final class Parallel {
  private Parallel() {}

  /**
   * The results in the order of the tasks, once all have ended. Some at a time, so that a store
   * that fails is not asked for all of them.
   *
   * @param atOnce how many run together, at least 1
   * @param what for messages: {@code making a/b}
   * @throws StorageUnavailable when this thread is interrupted while it waits for others, which it
   *     stays; and so are the tasks that run
   * @throws RuntimeException that of the first task that failed; those after it may have run
   */
  public static <T> List<T> run(List<Supplier<T>> tasks, int atOnce, String what) {
    return Math.min(tasks.size(), atOnce) > 1
        ? together(tasks, atOnce, what)
        : tasks.stream().map(Supplier::get).toList();
  }

  private static <T> List<T> together(List<Supplier<T>> tasks, int atOnce, String what) {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int from = 0; from < tasks.size(); from += atOnce) {
        List<Callable<T>> some =
            tasks.subList(from, Math.min(tasks.size(), from + atOnce)).stream()
                .map(task -> (Callable<T>) task::get)
                .toList();
        for (Future<T> task : threads.invokeAll(some)) {
          results.add(task.get());
        }
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailable(what + " was interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }
}
