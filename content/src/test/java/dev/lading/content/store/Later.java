package dev.lading.content.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Background work that waits until a test runs it. Not safe for several threads. */
final class Later implements Executor {
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    waiting.add(task);
  }

  int waiting() {
    return waiting.size();
  }

  /** Runs what waits, and what comes of it. */
  void run() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }
}
