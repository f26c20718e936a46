package dev.lading.trust.store;

import static dev.lading.trust.store.Publications.GUN;
import static dev.lading.trust.store.Publications.OTHER;
import static dev.lading.trust.store.Publications.RELEASES;
import static dev.lading.trust.store.Publications.all;
import static dev.lading.trust.store.Publications.file;
import static dev.lading.trust.store.Publications.tagging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Drivers.class)
class TrimTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration KEEP = Duration.ofHours(24);

  private final TestClock clock = new TestClock();
  private final StorageDriver driver;
  private final Publications trust;

  TrimTest(Drivers kind, @TempDir Path directory) {
    this.driver = kind.open(directory, clock);
    this.trust = Publications.over(driver, clock);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void store_withoutTrustData_isLeftAsItIs() {
    assertThat(trim()).isEqualTo(new Trim.Trimmed(0, 0, 0));
  }

  @Test
  void generation_thatIsTheNewest_staysHoweverOldItIs() {
    trust.publishFirst();
    clock.pass(KEEP.multipliedBy(1000));
    assertThat(trim()).isEqualTo(new Trim.Trimmed(0, 0, 0));
    assertThat(trust.current(GUN, Role.TARGETS)).isPresent();
  }

  /** What counts is how long ago it was followed, not how old it is. */
  @Test
  void generation_thatWasFollowedLately_stays() {
    trust.publishFirst();
    clock.pass(KEEP.multipliedBy(10));
    trust.tag(2);
    clock.pass(KEEP.minus(HOUR));
    assertThat(trim()).isEqualTo(new Trim.Trimmed(0, 0, 0));
    assertThat(trust.byHash(Role.TARGETS, 1, "a")).isPresent();
    clock.pass(HOUR);
    assertThat(trim()).isEqualTo(new Trim.Trimmed(1, 3, 0));
    assertThat(trust.byHash(Role.TARGETS, 1, "a")).isEmpty();
    assertThat(trust.byVersion(Role.TARGETS, 1)).isEmpty();
    assertThat(trust.current(GUN, Role.TARGETS)).contains("targets 2 a");
  }

  @Test
  void everyRoot_stays() {
    trust.publishFirst();
    trust.publish(GUN, all(2, "a"));
    trust.publish(GUN, all(3, "a"));
    clock.pass(KEEP);
    trim();
    assertThat(trust.byVersion(Role.ROOT, 1)).contains("root 1 a");
    assertThat(trust.byHash(Role.ROOT, 2, "a")).contains("root 2 a");
    assertThat(trust.byVersion(Role.TARGETS, 2)).isEmpty();
  }

  /** Its own generation is gone, and the newest does not name it; one that is kept does. */
  @Test
  void file_ofARemovedGeneration_isReadWhileALaterOneNamesIt() {
    trust.publishFirst();
    trust.publish(
        GUN,
        Map.of(RELEASES, file(RELEASES, 1, "a"), Role.TIMESTAMP, file(Role.TIMESTAMP, 2, "a")));
    clock.pass(KEEP);
    trust.tag(3);
    assertThat(trim().generations()).isEqualTo(1);
    Publications fresh = Publications.over(driver, clock);
    for (Publications each : List.of(trust, fresh)) {
      assertThat(each.byHash(Role.TARGETS, 1, "a")).contains("targets 1 a");
      assertThat(each.byVersion(Role.TARGETS, 1)).contains("targets 1 a");
      assertThat(each.byHash(Role.TIMESTAMP, 1, "a")).isEmpty();
    }
  }

  @Test
  void files_thatWereNeverPublished_goWhenTheirPlaceIsOld() {
    Generation first = trust.publishFirst();
    trust.tag(2);
    trust.store().publish(GUN, Optional.of(first), tagging(2, "lost"));
    trust.tag(3);
    clock.pass(KEEP);
    trust.tag(4);
    assertThat(trim()).isEqualTo(new Trim.Trimmed(2, 9, 0));
    assertThat(trust.current(GUN, Role.TARGETS)).contains("targets 4 a");
    assertThat(trust.byHash(Role.TARGETS, 3, "a")).isPresent();
  }

  /** However long it takes: they aim at a place that is still free. */
  @Test
  void files_thatAreBeingPublished_stay() {
    Generation first = trust.publishFirst();
    StorageDriver pausing =
        Observed.by(
            call -> {
              if (call.verb().equals("writeIfAbsent")) {
                clock.pass(KEEP.multipliedBy(100));
                assertThat(trim()).isEqualTo(new Trim.Trimmed(0, 0, 0));
              }
              return call.make();
            },
            driver);
    Outcome outcome =
        Publications.over(pausing, clock).store().publish(GUN, Optional.of(first), tagging(2, "a"));
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    assertThat(trust.current(GUN, Role.TARGETS)).contains("targets 2 a");
  }

  /** The place it aims at was taken, and has been trimmed since. */
  @Test
  void publication_thatPausedForLongerThanGenerationsAreKept_isOvertaken() {
    trust.publishFirst();
    Publications paused = pausingBeforeItsCommit();
    assertThat(paused.publish(GUN, tagging(2, "late"))).isInstanceOf(Outcome.Overtaken.class);
    assertNothingIsLate();
  }

  @Test
  void firstPublication_thatPausedForLongerThanGenerationsAreKept_isOvertaken() {
    Publications paused = pausingBeforeItsCommit(() -> trust.publishFirst());
    assertThat(paused.publish(GUN, all(1, "late"))).isInstanceOf(Outcome.Overtaken.class);
    assertNothingIsLate();
  }

  private void assertNothingIsLate() {
    for (Publications each : List.of(trust, Publications.over(driver, clock))) {
      assertThat(each.store().newest(GUN)).map(Generation::number).contains(5L);
      assertThat(each.current(GUN, Role.TARGETS)).contains("targets 5 a");
      assertThat(each.byHash(Role.TARGETS, 2, "late")).isEmpty();
    }
    trim();
    assertThat(keys()).noneMatch(key -> key.contains("/9999999998-") || key.contains("-2-"));
  }

  private Publications pausingBeforeItsCommit() {
    return pausingBeforeItsCommit(() -> {});
  }

  private Publications pausingBeforeItsCommit(Runnable first) {
    StorageDriver pausing =
        Observed.by(
            call -> {
              if (call.verb().equals("writeIfAbsent")) {
                first.run();
                for (int version = 2; version <= 5; version++) {
                  clock.pass(KEEP);
                  trust.tag(version);
                }
                clock.pass(KEEP);
                trim();
              }
              return call.make();
            },
            driver);
    return Publications.over(pausing, clock);
  }

  /** The one behind was added by somebody who was quicker than the first's own check. */
  @Test
  void firstPublication_followedAtOnce_isNotTakenForLate() {
    StorageDriver slow =
        Observed.by(
            call -> {
              Object result = call.make();
              if (call.verb().equals("writeIfAbsent")) {
                trust.tag(2);
              }
              return result;
            },
            driver);
    assertThat(Publications.over(slow, clock).publish(GUN, all(1, "a")))
        .isInstanceOf(Outcome.Committed.class);
    assertThat(trust.byHash(Role.TARGETS, 1, "a")).isPresent();
  }

  @Test
  void newest_afterAllThatWasKnownIsTrimmed_isFound() {
    Publications idle = Publications.over(driver, clock);
    trust.publishFirst();
    idle.store().newest(GUN);
    trust.tag(2);
    trust.tag(3);
    clock.pass(KEEP);
    trim();
    assertThat(idle.store().newest(GUN)).map(Generation::number).contains(3L);
  }

  /** Each step of a trim may be its last, and be followed by a replica that slept. */
  @Test
  void newest_afterEachStepOfATrim_isFound() {
    trust.publishFirst();
    Deque<Publications> idle = new ArrayDeque<>();
    for (int replica = 0; replica < 30; replica++) {
      idle.add(Publications.over(driver, clock));
      idle.getLast().store().newest(GUN);
    }
    for (int version = 2; version <= 5; version++) {
      trust.tag(version);
    }
    clock.pass(KEEP);
    StorageDriver trimmed =
        Observed.by(
            call -> {
              Object result = call.make();
              if (call.verb().equals("delete")) {
                assertThat(idle.remove().store().newest(GUN)).map(Generation::number).contains(5L);
              }
              return result;
            },
            driver);
    assertThat(new Trim(trimmed).trim(KEEP)).isEqualTo(new Trim.Trimmed(4, 12, 0));
    assertThat(idle).hasSize(14);
  }

  @Test
  void deletedGun_keepsItsDeletionAlone() {
    trust.publishFirst();
    trust.tag(2);
    trust.publish(OTHER, all(1, "a"));
    trust.store().delete(GUN);
    clock.pass(KEEP);
    trim();
    assertThat(keys())
        .filteredOn(key -> key.contains(GUN.toString()))
        .containsExactly(TrustLayout.generation(GUN, 3).path());
    Generation reborn = Publications.committed(trust.publish(GUN, all(1, "a")));
    assertThat(reborn.number()).isEqualTo(4);
    assertThat(trust.byHash(Role.ROOT, 1, "a")).isPresent();
    assertThat(trust.current(OTHER, Role.TARGETS)).isPresent();
  }

  @Test
  void gun_thatIsDamaged_doesNotKeepTheOthers() {
    trust.publish(OTHER, all(1, "a"));
    driver.write(TrustLayout.generation(OTHER, 1), new byte[] {'{'});
    trust.publishFirst();
    trust.tag(2);
    clock.pass(KEEP);
    assertThat(trim()).isEqualTo(new Trim.Trimmed(1, 3, 1));
  }

  private Trim.Trimmed trim() {
    return new Trim(driver).trim(KEEP);
  }

  private List<String> keys() {
    return driver.list(Key.of("lading/state/trust"), Optional.empty(), 1000).stream()
        .map(row -> row.key().path())
        .toList();
  }
}
