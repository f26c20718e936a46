package dev.lading.gc;

import static dev.lading.gc.World.DAY;
import static dev.lading.gc.World.OTHER;
import static dev.lading.gc.World.REPO;
import static dev.lading.gc.World.image;
import static dev.lading.gc.World.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.storage.Key;
import dev.lading.storage.StorageException;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A collector that dies, or whose store fails, at each of its calls. */
class CrashTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Fails one call, and all behind it if it is dead. */
  private static final class Failing implements Watched.Watcher {
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean isDeadAfterwards;

    void failAt(int call, boolean dead) {
      isDeadAfterwards = dead;
      left.set(call);
    }

    @Override
    public void before(String verb, Key key) {
      int now = left.decrementAndGet();
      if (now == 0 || (now < 0 && isDeadAfterwards)) {
        throw new StorageUnavailable("failed at " + verb + " " + key, new IOException());
      }
    }

    boolean hasFailed() {
      return left.get() <= 0;
    }

    void stop() {
      left.set(Integer.MAX_VALUE);
    }
  }

  @Test
  void deathAtEachCall_leavesNothingThatTheNextRunDoesNotTakeUp() {
    Set<String> clean = clean();
    int calls = 1;
    for (boolean hasFailed = true; hasFailed; calls++) {
      TestClock clock = new TestClock();
      MemoryDriver store = new MemoryDriver(clock);
      Failing failing = new Failing();
      World world = filled(World.over(Watched.driver(store, failing), clock));
      failing.failAt(calls, true);
      hasFailed = dies(world, failing);
      World fresh = world(World.over(store, clock));
      requireWhole(fresh);
      fresh.nowAfterADay();
      assertThat(fresh.tree()).as("dead at call %d", calls).isEqualTo(clean);
      assertThat(fresh.keys("lading/state/gc/condemned")).isEmpty();
      requireWhole(fresh);
    }
    assertThat(calls).isGreaterThan(50);
  }

  @Test
  void failureOfEachCall_isReportedOrEndsTheRun_andTheNextOneCleans() {
    Set<String> clean = clean();
    int calls = 1;
    for (boolean hasFailed = true; hasFailed; calls++) {
      TestClock clock = new TestClock();
      Failing failing = new Failing();
      World world = filled(World.over(Watched.driver(new MemoryDriver(clock), failing), clock));
      failing.failAt(calls, false);
      hasFailed = dies(world, failing);
      failing.stop();
      requireWhole(world);
      world.nowAfterADay();
      assertThat(world.tree()).as("failed at call %d", calls).isEqualTo(clean);
      requireWhole(world);
    }
    assertThat(calls).isGreaterThan(50);
  }

  @Test
  void thingThatCannotBeRemoved_isReported_andKeepsWhatHangsOnIt() {
    TestClock clock = new TestClock();
    List<String> stuck = new ArrayList<>();
    World world =
        filled(
            World.over(
                Watched.driver(
                    new MemoryDriver(clock),
                    (verb, key) -> {
                      if (verb.equals("fenced") && stuck.contains(key.path())) {
                        throw new StorageUnavailable("bad sector", new IOException());
                      }
                    }),
                clock));
    Digest gone = sha256(image(Optional.empty(), "config", "layer", "shared"));
    stuck.add(World.revisionKey(REPO, gone));
    Report report = world.now();
    assertThat(report.problems())
        .extracting(Problem::kind, Problem::where)
        .containsExactly(tuple(Problem.Kind.REMOVAL_FAILED, gone.toString()));
    assertThat(world.isManifest(REPO, gone)).isTrue();
    assertThat(world.isPullable(REPO, sha256("layer"))).isTrue();
    assertThat(world.hasData(sha256("unneeded"))).isFalse();
  }

  private static boolean dies(World world, Failing failing) {
    try {
      world.now();
    } catch (StorageException e) {
      assertThat(e).hasMessageContaining("failed at");
    }
    return failing.hasFailed();
  }

  private static Set<String> clean() {
    TestClock clock = new TestClock();
    World world = filled(World.over(new MemoryDriver(clock), clock));
    world.now();
    requireWhole(world);
    assertThat(world.hasData(sha256("unneeded"))).isFalse();
    return world.tree();
  }

  private static World world(World world) {
    return world.collecting(World.untaggedFor(HOUR));
  }

  /** One image that stays, and one of each kind of garbage. */
  private static World filled(World world) {
    world(world);
    world.pushImage(REPO, "kept", "kept config", "shared");
    Digest image = world.pushImage(REPO, "v1", "config", "layer", "shared");
    world.push(REPO, Tag.parse("all"), world.index(image));
    world.content.tags().remove(REPO, Tag.parse("v1"));
    world.content.tags().remove(REPO, Tag.parse("all"));
    world.pushBlob(OTHER, "unneeded");
    world.pushBlob(OTHER, "shared");
    world.clock.pass(DAY);
    return world;
  }

  private static void requireWhole(World world) {
    Digest kept = sha256(image(Optional.empty(), "kept config", "shared"));
    assertThat(world.resolve(REPO, "kept")).contains(kept);
    assertThat(world.isManifest(REPO, kept)).isTrue();
    assertThat(world.isPullable(REPO, sha256("kept config"))).isTrue();
    assertThat(world.isPullable(REPO, sha256("shared"))).isTrue();
  }
}
