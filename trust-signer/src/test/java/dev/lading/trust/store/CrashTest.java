package dev.lading.trust.store;

import static dev.lading.trust.store.Publications.GUN;
import static dev.lading.trust.store.Publications.all;
import static dev.lading.trust.store.Publications.tagging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import dev.lading.trust.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that dies before or after each of its operations on the store, or whose store does:
 * those after it see the old state or the new one, whole, and go on.
 */
@ParameterizedClass
@EnumSource(Drivers.class)
class CrashTest {
  private static final Duration KEEP = Duration.ofHours(24);

  private final Drivers kind;
  private final Path directory;

  CrashTest(Drivers kind, @TempDir Path directory) {
    this.kind = kind;
    this.directory = directory;
  }

  /** Fails one operation and all that come behind, before it has happened or after. */
  private static final class Crash implements Observed.Observer {
    private final boolean hasHappened;
    private int left;

    Crash(int operation, boolean hasHappened) {
      this.left = operation;
      this.hasHappened = hasHappened;
    }

    @Override
    public Object around(Observed.Call call) throws Throwable {
      left--;
      if (left < 0 || (left == 0 && !hasHappened)) {
        throw dead(call.verb());
      }
      Object result = call.make();
      if (left == 0) {
        throw dead(call.verb());
      }
      return result;
    }

    boolean isOver() {
      return left > 0;
    }

    private static StorageUnavailable dead(String verb) {
      return new StorageUnavailable("dead at " + verb, new IOException());
    }
  }

  @Test
  void firstPublication_isWholeOrAbsent() {
    atEachOperation(
        _ -> {},
        dying -> dying.publish(GUN, all(1, "a")),
        trust -> {
          if (trust.store().newest(GUN).isPresent()) {
            requireInForce(trust, 1);
          } else {
            requireUnknown(trust, 1);
            trust.publish(GUN, all(1, "a"));
          }
          requireInForce(trust, 1);
        });
  }

  @Test
  void laterPublication_isWholeOrAbsent() {
    atEachOperation(
        trust -> trust.publish(GUN, all(1, "a")),
        dying -> dying.publish(GUN, tagging(2, "a")),
        trust -> {
          if (trust.store().newest(GUN).orElseThrow().number() == 1) {
            requireInForce(trust, 1);
            requireUnknown(trust, 2);
            trust.publish(GUN, tagging(2, "a"));
          }
          requireInForce(trust, 2);
        });
  }

  @Test
  void deletion_isWholeOrAbsent() {
    atEachOperation(
        trust -> trust.publish(GUN, all(1, "a")),
        dying -> dying.store().delete(GUN),
        trust -> {
          if (!trust.store().newest(GUN).orElseThrow().isDeletion()) {
            requireInForce(trust, 1);
            trust.store().delete(GUN);
          }
          requireUnknown(trust, 1);
          trust.publish(GUN, all(1, "b"));
          requireUnknown(trust, 1);
        });
  }

  @Test
  void trim_takesNothingThatIsNamed_andIsFinishedByTheNext() {
    atEachOperation(
        (trust, clock) -> {
          trust.publish(GUN, all(1, "a"));
          trust.publish(GUN, tagging(2, "a"));
          clock.pass(KEEP.multipliedBy(2));
          trust.publish(GUN, tagging(3, "a"));
        },
        (_, driver) -> new Trim(driver).trim(KEEP),
        (trust, driver) -> {
          requireInForce(trust, 3);
          assertThat(trust.byHash(Role.TARGETS, 2, "a")).isPresent();
          new Trim(driver).trim(KEEP);
          requireInForce(trust, 3);
          assertThat(trust.byHash(Role.TARGETS, 2, "a")).isPresent();
          assertThat(keys(driver)).as("3 files each, one root and two generations").hasSize(9);
        });
  }

  private void atEachOperation(
      Consumer<Publications> before, Consumer<Publications> dying, Consumer<Publications> after) {
    atEachOperation(
        (trust, _) -> before.accept(trust),
        (trust, _) -> dying.accept(trust),
        (trust, _) -> after.accept(trust));
  }

  private void atEachOperation(
      BiConsumer<Publications, TestClock> before,
      BiConsumer<Publications, StorageDriver> dying,
      BiConsumer<Publications, StorageDriver> after) {
    for (boolean hasHappened : new boolean[] {false, true}) {
      boolean isOver = false;
      for (int operation = 1; !isOver; operation++) {
        TestClock clock = new TestClock();
        Path root = directory.resolve(operation + "-" + hasHappened);
        try (StorageDriver store = kind.open(root, clock)) {
          before.accept(Publications.over(store, clock), clock);
          Crash crash = new Crash(operation, hasHappened);
          StorageDriver view = Observed.by(crash, store);
          attempt(() -> dying.accept(Publications.over(view, clock), view));
          isOver = crash.isOver();
          after.accept(Publications.over(store, clock), store);
        }
      }
    }
  }

  private static void attempt(Runnable dying) {
    try {
      dying.run();
    } catch (StorageUnavailable _) {
      // As it should, but for the last time, when there are no more operations.
    }
  }

  private static void requireInForce(Publications trust, int version) {
    for (Role role : List.of(Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
      assertThat(trust.current(GUN, role)).contains(role + " " + version + " a");
      assertThat(trust.byHash(role, version, "a")).isPresent();
    }
    assertThat(trust.current(GUN, Role.ROOT)).contains("root 1 a");
  }

  private static void requireUnknown(Publications trust, int version) {
    for (Role role : List.of(Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
      assertThat(trust.byHash(role, version, "a")).isEmpty();
    }
  }

  private static List<String> keys(StorageDriver driver) {
    return driver.list(Key.of("lading/state/trust"), Optional.empty(), 100).stream()
        .map(row -> row.key().path())
        .toList();
  }
}
