package dev.lading.conformance.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.crash.Wire;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Garbage is swept every second beside clients that push, mount, tag, delete and pull. Whatever is
 * tagged and acknowledged can be pulled, and is right, at every moment; whoever is told "unknown"
 * uploads and succeeds; in the end nothing is left that no tag keeps.
 *
 * <p>{@code -Dgarbage.seconds=300} goes on longer, {@code -Dgarbage.seed=} repeats the clients'
 * part.
 */
@Needs({"skopeo", "podman", "umoci", "busybox"})
class SweptUnderLoadTest {
  private static final int SECONDS = Integer.getInteger("garbage.seconds", 60);
  private static final int CLIENTS = 16;
  private static final Least ALL_THE_TIME = new Least(2_000, 200);

  /** Most of the time goes into starts, where two cores do all. */
  private static final Least BETWEEN_KILLS = new Least(100, 50);

  private static final Duration LONGEST_LIFE = Duration.ofSeconds(12);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern REMOVED = Pattern.compile("gc run=\\d+ ends .* removed=(\\d+) ");

  @TempDir private Path directory;
  private final Tally tally = new Tally();
  private final Random random = seeded();

  @Test
  void onADirectory_withOneServer() throws Exception {
    LadingServer lading = collecting(LadingServer.in(directory), Duration.ofSeconds(2));
    RegistryProcess server = lading.start();
    Load load;
    try (Wire wire = new Wire(server)) {
      load = load(List.of(wire), Duration.ofSeconds(2));
      load.with(new Programs(directory, server, tally)).work(() -> {});
    } finally {
      server.close();
    }
    assertNothingIsLeft(lading, new StoredTree(lading.store()), load);
    assertMuchHappened(ALL_THE_TIME, List.of(server));
  }

  @Test
  void onADirectory_withAServerThatIsKilled() throws Exception {
    LadingServer lading = collecting(LadingServer.in(directory), Duration.ofSeconds(2));
    try (Mortal server = new Mortal(lading);
        Wire wire = new Wire(server.running())) {
      Load load = load(List.of(wire), Duration.ofSeconds(2));
      load.work(() -> dieNowAndThen(List.of(server)));
      server.stop();
      assertNothingIsLeft(lading, new StoredTree(lading.store()), load);
      assertMuchHappened(BETWEEN_KILLS, List.of(server.running()));
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
      Load load = load(List.of(toOne, toOther), grace);
      load.work(() -> dieNowAndThen(List.of(one, other)));
      one.stop();
      other.stop();
      assertNothingIsLeft(replica("last", s3, grace), new StoredTree(s3.objects()), load);
      assertMuchHappened(BETWEEN_KILLS, List.of(one.running(), other.running()));
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
            "durability", "relaxed", // a kill is no power cut, and more is pushed
            "gc.every", "1s",
            "gc.grace", grace.toSeconds() + "s",
            "gc.deletewindow", "2s",
            "gc.slack", "2s",
            "gc.untagged.olderthan", "1s",
            "gc.trash.keep", "0s"));
  }

  /** How much has to have happened, or the test has shown little. */
  private record Least(int pushes, int removals) {}

  /** The clients, and those programs that are to run beside them. */
  private static final class Load {
    private final List<SweptClient> clients;
    private final List<BooleanWork> programs = new ArrayList<>();

    Load(List<SweptClient> clients) {
      this.clients = clients;
    }

    Load with(Programs real) {
      programs.add(real::skopeo);
      programs.add(real::podman);
      return this;
    }

    /** Works for the time of the test, then pulls everything once more. */
    void work(Runnable meanwhile) throws Exception {
      long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
      BooleanSupplier goesOn = () -> System.nanoTime() - end < 0;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> running = new ArrayList<>();
        clients.forEach(client -> running.add(threads.submit(() -> client.workWhile(goesOn))));
        programs.forEach(program -> running.add(threads.submit(() -> program.workWhile(goesOn))));
        while (goesOn.getAsBoolean() && running.stream().noneMatch(Future::isDone)) {
          meanwhile.run();
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        await(running);
      }
      clients.forEach(SweptClient::pullAll);
    }

    Set<String> needed() {
      Set<String> needed = new HashSet<>();
      clients.forEach(client -> needed.addAll(client.needed()));
      return needed;
    }
  }

  /** Something that goes on as long as it is to. */
  private interface BooleanWork {
    void workWhile(BooleanSupplier goesOn);
  }

  private Load load(List<Wire> servers, Duration grace) {
    Site site = new Site(servers, grace, tally);
    Shelf shelf = new Shelf(random);
    List<String> repositories = IntStream.range(0, CLIENTS).mapToObj(i -> "swept/c" + i).toList();
    List<SweptClient> clients =
        repositories.stream()
            .map(
                each ->
                    new SweptClient(each, repositories, site, shelf, new Random(random.nextLong())))
            .toList();
    return new Load(clients);
  }

  /** One of them is killed, and started again. */
  private void dieNowAndThen(List<Mortal> servers) {
    LockSupport.parkNanos(random.nextLong(LONGEST_LIFE.toNanos()));
    servers.get(random.nextInt(servers.size())).dieAndRise();
  }

  /**
   * Ends what no schedule ends any more: claims grow old, and what they kept goes. Then the store
   * holds what the tags need, and no byte or link more.
   */
  private void assertNothingIsLeft(LadingServer lading, StoredTree tree, Load load)
      throws Exception {
    Set<String> needed = load.needed();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!tree.data().equals(needed) && System.nanoTime() - end < 0) {
      collectNow(lading);
    }
    assertThat(tree.data()).isEqualTo(needed);
    assertThat(tree.linked()).isSubsetOf(needed);
  }

  private void assertMuchHappened(Least least, List<RegistryProcess> servers) {
    long removals = servers.stream().mapToLong(SweptUnderLoadTest::removals).sum();
    System.out.println("SweptUnderLoadTest: " + tally + ", " + removals + " removed");
    assertThat(tally.pushes.sum()).isGreaterThanOrEqualTo(least.pushes());
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

  private static long removals(RegistryProcess server) {
    return server
        .log()
        .lines()
        .flatMap(line -> Stream.of(REMOVED.matcher(line)).filter(Matcher::find))
        .mapToLong(match -> Long.parseLong(match.group(1)))
        .sum();
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

  private static Random seeded() {
    long seed = Long.getLong("garbage.seed", System.nanoTime());
    System.out.println("SweptUnderLoadTest: -Dgarbage.seed=" + seed);
    return new Random(seed);
  }
}
