package dev.lading.trust.store;

import dev.lading.storage.StorageDriver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs tasks in every order that their storage operations can take, or every one in which they are
 * interrupted at most so often. Each task has a thread and a view of the store of its own, and
 * stops before each operation until it is its turn.
 */
final class Interleavings {
  /** What happens in one order, on a store of its own. */
  interface Scene {
    StorageDriver store();

    /**
     * @param views one for each task
     */
    List<Runnable> tasks(List<StorageDriver> views);

    /** After all tasks have ended. */
    void check();
  }

  /** A choice of who goes next: the one taken, and those not taken yet. */
  private record Choice(int taken, Deque<Integer> left) {}

  static final int ANY = Integer.MAX_VALUE;

  private static final int NOBODY = -1;

  private final int tasks;
  private final int interruptions;
  private final List<Choice> choices = new ArrayList<>();

  private Interleavings(int tasks, int interruptions) {
    this.tasks = tasks;
    this.interruptions = interruptions;
  }

  /**
   * @param tasks how many a scene has
   * @param interruptions how often a task may have to wait although it could go on
   * @return how many orders there were
   */
  static int each(int tasks, int interruptions, Supplier<Scene> scenes) throws Exception {
    Interleavings all = new Interleavings(tasks, interruptions);
    int orders = 0;
    do {
      all.play(scenes.get());
      orders++;
    } while (all.advance());
    return orders;
  }

  private void play(Scene scene) throws Exception {
    Turns turns = new Turns();
    List<StorageDriver> views = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      int self = task;
      views.add(
          Observed.by(
              call -> {
                turns.await(self);
                return call.make();
              },
              scene.store()));
    }
    turns.run(scene.tasks(views));
    scene.check();
  }

  /** The last choice that can be another one becomes it; what comes behind is chosen anew. */
  private boolean advance() {
    while (!choices.isEmpty()) {
      Choice last = choices.removeLast();
      if (!last.left().isEmpty()) {
        int taken = last.left().remove();
        choices.add(new Choice(taken, last.left()));
        return true;
      }
    }
    return false;
  }

  private final class Turns {
    // Guarded by this.
    private final TreeSet<Integer> waiting = new TreeSet<>();
    private int running = tasks;
    private int turn = NOBODY;
    private int last = NOBODY;
    private int interrupted;
    private int taken;

    void run(List<Runnable> work) throws Exception {
      List<Future<?>> ends = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        work.forEach(task -> ends.add(threads.submit(() -> ending(task))));
      }
      for (Future<?> end : ends) {
        try {
          end.get();
        } catch (ExecutionException e) {
          throw new AssertionError("in the order " + choices, e.getCause());
        }
      }
    }

    private void ending(Runnable task) {
      try {
        task.run();
      } finally {
        end();
      }
    }

    private synchronized void end() {
      running--;
      choose();
    }

    synchronized void await(int self) throws InterruptedException {
      waiting.add(self);
      running--;
      choose();
      while (turn != self) {
        wait();
      }
      turn = NOBODY;
      waiting.remove(self);
      running++;
    }

    /** Once nobody runs. */
    private void choose() {
      if (running > 0 || waiting.isEmpty()) {
        return;
      }
      boolean canGoOn = waiting.contains(last);
      if (taken == choices.size()) {
        choices.add(choice(canGoOn));
      }
      turn = choices.get(taken).taken();
      interrupted += canGoOn && turn != last ? 1 : 0;
      last = turn;
      taken++;
      notifyAll();
    }

    /** Who was last goes on first. */
    private Choice choice(boolean canGoOn) {
      Deque<Integer> left = new ArrayDeque<>(waiting);
      if (canGoOn) {
        left.remove(last);
        left.addFirst(last);
      }
      int first = left.remove();
      return new Choice(first, canGoOn && interrupted >= interruptions ? new ArrayDeque<>() : left);
    }
  }
}
