package dev.lading.conformance.garbage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Clients, and those programs that are to run beside them. Used by one thread. */
final class Load {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private final List<SweptClient> clients;
  private final List<Work> programs = new ArrayList<>();

  Load(List<SweptClient> clients) {
    this.clients = clients;
  }

  /** Something that goes on as long as it is to. */
  private interface Work {
    void workWhile(BooleanSupplier goesOn);
  }

  /**
   * How long to go on: what a slow machine does in a time is not for a test to say.
   *
   * @param shortest however much happens
   * @param longest however little happens
   * @param isEnough whether so much has happened that the test shows something
   */
  record Span(Duration shortest, Duration longest, BooleanSupplier isEnough) {
    private boolean isOver(Duration age) {
      return age.compareTo(shortest) >= 0
          && (age.compareTo(longest) >= 0 || isEnough.getAsBoolean());
    }
  }

  Load with(Programs real) {
    programs.add(real::skopeo);
    programs.add(real::podman);
    return this;
  }

  /**
   * Works for that long, or until a client fails; then pulls everything once more.
   *
   * @param meanwhile done again and again on this thread
   */
  void work(Span span, Runnable meanwhile) throws InterruptedException {
    long began = System.nanoTime();
    AtomicBoolean goesOn = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = begin(threads, goesOn::get);
      try {
        while (running.stream().noneMatch(Future::isDone) && !span.isOver(since(began))) {
          meanwhile.run();
          LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
      } finally {
        goesOn.set(false);
      }
      await(running);
    }
    clients.forEach(SweptClient::pullAll);
  }

  /** The digests of all that the clients' tags keep. */
  Set<String> needed() {
    Set<String> needed = new HashSet<>();
    clients.forEach(client -> needed.addAll(client.needed()));
    return needed;
  }

  private List<Future<?>> begin(ExecutorService threads, BooleanSupplier goesOn) {
    List<Future<?>> running = new ArrayList<>();
    clients.forEach(client -> running.add(threads.submit(() -> client.workWhile(goesOn))));
    programs.forEach(program -> running.add(threads.submit(() -> program.workWhile(goesOn))));
    return running;
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static void await(List<Future<?>> running) throws InterruptedException {
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }
}
