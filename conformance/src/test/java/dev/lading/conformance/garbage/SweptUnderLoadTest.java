package dev.lading.conformance.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.crash.Wire;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Garbage is swept every second beside clients that push, mount, tag, delete and pull. Whatever is
 * tagged and acknowledged can be pulled, and is right, at every moment; whoever is told "unknown"
 * uploads and succeeds; in the end nothing is left that no tag keeps.
 *
 * <p>Each test goes on for {@code -Dgarbage.seconds=20}, and until so much has happened that it
 * shows something, however slow the machine is. {@code -Dgarbage.seed=} repeats the clients' part.
 */
@Needs({"skopeo", "podman", "umoci", "busybox"})
class SweptUnderLoadTest {
  private static final Duration SHORTEST =
      Duration.ofSeconds(Integer.getInteger("garbage.seconds", 20));

  /** On a machine that does not get there by then, something else is wrong. */
  private static final Duration LONGEST = SHORTEST.plus(Duration.ofMinutes(5));

  private static final int CLIENTS = 16;

  /** So that a start gets something of two cores. */
  private static final int CLIENTS_BETWEEN_KILLS = 6;

  private static final Least ALL_THE_TIME = new Least(2_000, 200, 0);

  /** Most of the time goes into starts, where two cores do all. */
  private static final Least BETWEEN_KILLS = new Least(100, 50, 3);

  /** About as long as a few runs take, so that a kill meets any step of one. */
  private static final Duration LONGEST_RUNS = Duration.ofSeconds(3);

  /** For a life that is to go on until something is swept: a start, a grace, and a run. */
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory;
  private final long began = System.nanoTime();
  private final Tally tally = new Tally();
  private final Random random = seeded();

  @Test
  void onADirectory_withOneServer() throws Exception {
    Duration grace = Duration.ofSeconds(2);
    LadingServer lading = collecting(LadingServer.in(directory), grace);
    try (Mortal server = new Mortal(lading);
        Wire wire = new Wire(server.running())) {
      Load load = load(CLIENTS, List.of(wire), grace);
      load.with(new Programs(directory, server.running(), tally))
          .work(span(ALL_THE_TIME, List.of(server)), () -> {});
      server.stop();
      assertNothingIsLeft(lading, new StoredTree(lading.store()), load);
      assertMuchHappened(ALL_THE_TIME, List.of(server));
    }
  }

  @Test
  void onADirectory_withAServerThatIsKilled() throws Exception {
    Duration grace = Duration.ofSeconds(2);
    LadingServer lading = collecting(LadingServer.in(directory), grace);
    try (Mortal server = new Mortal(lading);
        Wire wire = new Wire(server.running())) {
      List<Mortal> servers = List.of(server);
      Load load = load(CLIENTS_BETWEEN_KILLS, List.of(wire), grace);
      load.work(span(BETWEEN_KILLS, servers), () -> dieNowAndThen(servers));
      server.stop();
      assertNothingIsLeft(lading, new StoredTree(lading.store()), load);
      assertMuchHappened(BETWEEN_KILLS, servers);
    }
  }

  /** A store's times are whole seconds here, so a grace has to be some of them. */
  @Test
  void onABucket_withTwoServersThatAreKilled() throws Exception {
    Duration grace = Duration.ofSeconds(8);
    try (S3Server s3 = S3Server.start(directory);
        Mortal one = new Mortal(replica("one", s3, grace));
        Mortal other = new Mortal(replica("other", s3, grace));
        Wire toOne = new Wire(one.running());
        Wire toOther = new Wire(other.running())) {
      List<Mortal> servers = List.of(one, other);
      Load load = load(CLIENTS_BETWEEN_KILLS, List.of(toOne, toOther), grace);
      load.work(span(BETWEEN_KILLS, servers), () -> dieNowAndThen(servers));
      servers.forEach(Mortal::stop);
      assertNothingIsLeft(replica("last", s3, grace), new StoredTree(s3.objects()), load);
      assertMuchHappened(BETWEEN_KILLS, servers);
    }
  }

  private LadingServer replica(String name, S3Server s3, Duration grace) throws IOException {
    return collecting(
        LadingServer.in(Files.createDirectories(directory.resolve(name)))
            .on(s3)
            .with("storage.redirect.disable", true),
        grace);
  }

  private static LadingServer collecting(LadingServer lading, Duration grace) {
    return lading.with(
        Map.of(
            "storage.delete.enabled", true,
            "log.accesslog.disabled", true,
            "durability", "relaxed", // a kill is no power cut, and more is pushed
            "gc.every", "1s",
            "gc.grace", grace.toSeconds() + "s",
            "gc.deletewindow", "2s",
            "gc.slack", "2s",
            "gc.untagged.olderthan", "1s",
            "gc.trash.keep", "0s"));
  }

  /** How much has to have happened, or the test has shown little. */
  private record Least(int pushes, int removals, int kills) {}

  private Load.Span span(Least least, List<Mortal> servers) {
    return new Load.Span(
        SHORTEST,
        LONGEST,
        () ->
            tally.pushes.sum() >= least.pushes()
                && tally.kills.sum() >= least.kills()
                && removals(servers) >= least.removals());
  }

  private Load load(int clientCount, List<Wire> servers, Duration grace) {
    Site site = new Site(servers, grace, tally);
    Shelf shelf = new Shelf(random);
    List<String> repositories =
        IntStream.range(0, clientCount).mapToObj(i -> "swept/c" + i).toList();
    List<SweptClient> clients =
        repositories.stream()
            .map(
                each ->
                    new SweptClient(each, repositories, site, shelf, new Random(random.nextLong())))
            .toList();
    return new Load(clients);
  }

  /**
   * One of them is killed, and started again. Most live until something was swept, for a start and
   * a grace may take all of a life; some die sooner. When enough have died, all live on: where a
   * start takes long nothing would ever be swept.
   */
  private void dieNowAndThen(List<Mortal> servers) {
    if (age().compareTo(SHORTEST) > 0 && tally.kills.sum() >= BETWEEN_KILLS.kills()) {
      return;
    }
    if (random.nextInt(4) > 0) {
      awaitRemovals(servers);
    }
    LockSupport.parkNanos(random.nextLong(LONGEST_RUNS.toNanos()));
    servers.get(random.nextInt(servers.size())).dieAndRise();
    tally.kills.increment();
  }

  /** Or until it has taken too long. */
  private static void awaitRemovals(List<Mortal> servers) {
    long end = System.nanoTime() + LONGEST_LIFE.toNanos();
    long before = removals(servers);
    while (removals(servers) == before && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  /**
   * Ends what no schedule ends any more: claims grow old, and what they kept goes. Then the store
   * holds what the tags need, and no byte or link more.
   */
  private void assertNothingIsLeft(LadingServer lading, StoredTree tree, Load load)
      throws Exception {
    System.out.println("SweptUnderLoadTest: loaded until " + age());
    Set<String> needed = load.needed();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!tree.data().equals(needed) && System.nanoTime() - end < 0) {
      collectNow(lading);
    }
    assertThat(tree.data()).isEqualTo(needed);
    assertThat(tree.linked()).isSubsetOf(needed);
  }

  private void assertMuchHappened(Least least, List<Mortal> servers) {
    long removals = removals(servers);
    System.out.printf("SweptUnderLoadTest: all until %s: %s, %d removed%n", age(), tally, removals);
    assertThat(tally.pushes.sum()).isGreaterThanOrEqualTo(least.pushes());
    assertThat(tally.kills.sum()).isGreaterThanOrEqualTo(least.kills());
    assertThat(removals).isGreaterThanOrEqualTo(least.removals());
  }

  private void collectNow(LadingServer lading) throws IOException, InterruptedException {
    Path said = directory.resolve("gc.txt");
    Process gc =
        new ProcessBuilder(lading.command("gc run", "--now", "--yes"))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    int exit = gc.waitFor();
    String text = Files.readString(said);
    assertThat(exit == 0 || text.contains("another")).as(text).isTrue();
  }

  private static long removals(List<Mortal> servers) {
    return servers.stream().mapToLong(Mortal::removals).sum();
  }

  private Duration age() {
    return Duration.ofMillis((System.nanoTime() - began) / 1_000_000);
  }

  private static Random seeded() {
    long seed = Long.getLong("garbage.seed", System.nanoTime());
    System.out.println("SweptUnderLoadTest: -Dgarbage.seed=" + seed);
    return new Random(seed);
  }
}
