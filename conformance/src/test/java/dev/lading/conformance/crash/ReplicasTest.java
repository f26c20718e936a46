package dev.lading.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import dev.lading.conformance.support.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers over one bucket that know nothing of each other. {@code -Dcrash.seed=} repeats the
 * clients' part of a run.
 */
class ReplicasTest {
  private static final int CLIENTS = 50;
  private static final Duration WORK = Duration.ofMillis(1500);

  @TempDir private Path directory;
  private S3Server s3;
  private RegistryProcess one;
  private RegistryProcess other;

  @BeforeEach
  void start() throws IOException {
    s3 = S3Server.start(directory);
    one = replica("one").start();
    other = replica("other").start();
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    s3.close();
  }

  private LadingServer replica(String name) throws IOException {
    return LadingServer.in(Files.createDirectories(directory.resolve(name)))
        .on(s3)
        .with("storage.redirect.disable", true);
  }

  @Test
  void everythingAcknowledged_isWholeOnTheSurvivor() throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("ReplicasTest: -Dcrash.seed=" + seed);
    List<BusyClient> clients = clients(new Random(seed));
    List<BusyClient> half = clients.subList(0, CLIENTS / 2);
    List<BusyClient> rest = clients.subList(CLIENTS / 2, CLIENTS);
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        Wire toOne = new Wire(one);
        Wire toOther = new Wire(other)) {
      together(threads, tasks(half, working(toOne)), tasks(rest, working(toOther)));
      together(threads, tasks(half, looking(toOther)), tasks(rest, looking(toOne)));
      killInTheMiddle(threads, tasks(half, working(toOther)), tasks(rest, dying(toOne)));
      together(threads, tasks(clients, client -> client.inspectAll(toOther)));
    }
    assertThat(clients).allSatisfy(client -> assertThat(client.actions()).isPositive());
  }

  @Test
  void upload_goesOnAtEitherReplica() {
    Content content = Content.patterned(12_000_000);
    String location = Repository.pathOf(on(one).openUpload());
    int chunk = 1_500_000;
    for (int at = 0; at < content.size(); at += chunk) {
      Repository next = on(at / chunk % 2 == 0 ? other : one);
      location =
          Repository.pathOf(
              next.send(
                      Request.patch(location)
                          .contentRange(at + "-" + (at + chunk - 1))
                          .bytes(content.slice(at, at + chunk)))
                  .is(202)
                  .location());
    }
    on(other).send(Request.put(Repository.closing(location, content.sha256()))).is(201);
    on(one).send(Request.get(on(one).blob(content.sha256()))).is(200).holds(content);
  }

  @Test
  void tag_thatIsMovedOnOne_isMovedOnTheOther() {
    List<Registry> both = List.of(one, other);
    Manifest[] images = {on(one).image("a"), on(other).image("b")};
    for (int i = 0; i < 20; i++) {
      Manifest image = images[i % 2];
      on(both.get(i % 2)).pushManifest("moving", image);
      Repository there = on(both.get((i + 1) % 2));
      there
          .send(Request.get(there.manifest("moving")).header("Accept", Manifest.ACCEPT))
          .is(200)
          .header("Docker-Content-Digest", image.content().sha256());
      on(both.get(i % 2)).pushManifest("tag" + i, image);
      assertThat(there.send(Request.get(there.tags())).texts("/tags")).contains("tag" + i);
    }
    assertThat(on(one).send(Request.get("/v2/_catalog")).texts("/repositories"))
        .isEqualTo(on(other).send(Request.get("/v2/_catalog")).texts("/repositories"))
        .contains("replicas/shared");
    String digest = images[0].content().sha256();
    on(one).send(Request.delete(on(one).manifest(digest))).is(202);
    on(other)
        .send(Request.get(on(other).manifest("tag0")).header("Accept", Manifest.ACCEPT))
        .is(404);
    assertThat(on(other).send(Request.get(on(other).tags())).texts("/tags"))
        .contains("tag1")
        .doesNotContain("tag0");
  }

  private static Repository on(Registry replica) {
    return new Repository(replica, "replicas/shared", new Findings());
  }

  private static List<BusyClient> clients(Random random) {
    var mountable = new Mountable();
    return IntStream.range(0, CLIENTS)
        .mapToObj(i -> new BusyClient("replicas/c" + i, new Random(random.nextLong()), mountable))
        .toList();
  }

  /** What a client does. */
  private interface Task {
    void of(BusyClient client) throws IOException;
  }

  private static Task working(Wire wire) {
    long end = System.nanoTime() + WORK.toNanos();
    return client -> client.workWhile(() -> System.nanoTime() < end, wire);
  }

  private static Task dying(Wire wire) {
    return client -> client.workUntilKilled(wire);
  }

  private static Task looking(Wire wire) {
    return client -> client.inspectRecent(wire);
  }

  private static List<Callable<Void>> tasks(List<BusyClient> clients, Task task) {
    return clients.stream()
        .<Callable<Void>>map(
            client ->
                () -> {
                  task.of(client);
                  return null;
                })
        .toList();
  }

  private void killInTheMiddle(
      ExecutorService threads, List<Callable<Void>> survivors, List<Callable<Void>> victims)
      throws Exception {
    List<Future<Void>> running = new ArrayList<>();
    survivors.forEach(task -> running.add(threads.submit(task)));
    victims.forEach(task -> running.add(threads.submit(task)));
    LockSupport.parkNanos(WORK.toNanos() / 2);
    one.kill();
    await(running);
  }

  @SafeVarargs
  private static void together(ExecutorService threads, List<Callable<Void>>... tasks)
      throws Exception {
    List<Future<Void>> running = new ArrayList<>();
    for (List<Callable<Void>> some : tasks) {
      some.forEach(task -> running.add(threads.submit(task)));
    }
    await(running);
  }

  private static void await(List<Future<Void>> running) throws InterruptedException {
    for (Future<Void> each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }
}
