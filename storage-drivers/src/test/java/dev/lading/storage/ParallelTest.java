package dev.lading.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
  private final AtomicInteger begun = new AtomicInteger();

  @Test
  void results_areInTheOrderOfTheTasks() {
    List<Supplier<Integer>> tasks =
        IntStream.range(0, 10).mapToObj(i -> (Supplier<Integer>) () -> i).toList();
    assertThat(Parallel.run(tasks, 3, "counting")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void tasks_runTogether_andNoMoreThanWereAllowed() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier pair = new CyclicBarrier(2);
    Supplier<Integer> task =
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          meet(pair);
          return running.decrementAndGet();
        };
    Parallel.run(Collections.nCopies(6, task), 2, "meeting");
    assertThat(most).hasValue(2);
  }

  @Test
  void oneTask_orOneAtATime_isDoneByTheCallersThread() {
    Supplier<Thread> task = Thread::currentThread;
    assertThat(Parallel.run(List.of(task), 3, "one")).containsOnly(Thread.currentThread());
    assertThat(Parallel.run(List.of(task, task), 1, "two")).containsOnly(Thread.currentThread());
  }

  @Test
  void failure_isToldAsItIs_andWhatWasNotBegunIsNotTried() {
    StorageUnavailable failure = new StorageUnavailable("no answer", new IOException());
    Supplier<Integer> failing =
        () -> {
          begun.incrementAndGet();
          throw failure;
        };
    assertThatThrownBy(() -> Parallel.run(Collections.nCopies(9, failing), 3, "failing"))
        .isSameAs(failure);
    assertThat(begun).hasValue(3);
  }

  @Test
  void interruptedThread_staysInterrupted() {
    List<Supplier<Boolean>> waitForEver = Collections.nCopies(2, ParallelTest::waitForEver);
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(StorageUnavailable.class)
          .isThrownBy(() -> Parallel.run(waitForEver, 2, "waiting"))
          .withMessageContaining("waiting");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  private static boolean waitForEver() {
    try {
      new CountDownLatch(1).await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
