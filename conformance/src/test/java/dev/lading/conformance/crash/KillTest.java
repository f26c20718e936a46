package dev.lading.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server with SIGKILL again and again while clients push and delete; started anew, it must
 * have all that it acknowledged, and nothing by halves. {@code -Dcrash.seed=} repeats the clients'
 * part of a run, {@code -Dcrash.rounds=} makes it longer.
 */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 12);
  private static final int CLIENTS = 6;
  private static final Duration SHORTEST = Duration.ofMillis(300);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  @Test
  void everythingAcknowledged_survivesEveryKill(@TempDir Path directory) throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("KillTest: -Dcrash.seed=" + seed);
    var random = new Random(seed);
    LadingServer lading = LadingServer.in(directory);
    var mountable = new Mountable();
    List<BusyClient> clients = new ArrayList<>();
    for (int number = 0; number < CLIENTS; number++) {
      clients.add(new BusyClient("kill/client" + number, new Random(random.nextLong()), mountable));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int round = 0; round < ROUNDS; round++) {
        long lifetime = random.nextLong(SHORTEST.toNanos(), LONGEST.toNanos());
        pushUntilKilled(lading.start(), clients, threads, lifetime);
      }
      try (RegistryProcess server = lading.start();
          Wire wire = new Wire(server)) {
        inParallel(threads, clients, client -> client.inspectAll(wire));
      }
    }
    assertThat(clients).allSatisfy(client -> assertThat(client.actions()).isGreaterThan(ROUNDS));
  }

  /** Every client first looks at what the kill before this one has left. */
  private static void pushUntilKilled(
      RegistryProcess server, List<BusyClient> clients, ExecutorService threads, long lifetimeNanos)
      throws Exception {
    try (Wire wire = new Wire(server)) {
      inParallel(threads, clients, client -> client.inspectRecent(wire));
      List<Future<?>> pushing = new ArrayList<>();
      clients.forEach(client -> pushing.add(threads.submit(() -> client.workUntilKilled(wire))));
      LockSupport.parkNanos(lifetimeNanos);
      server.kill();
      await(pushing);
    } finally {
      server.kill();
    }
  }

  private static void inParallel(
      ExecutorService threads, List<BusyClient> clients, Consumer<BusyClient> work)
      throws Exception {
    List<Future<?>> running = new ArrayList<>();
    clients.forEach(client -> running.add(threads.submit(() -> work.accept(client))));
    await(running);
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
