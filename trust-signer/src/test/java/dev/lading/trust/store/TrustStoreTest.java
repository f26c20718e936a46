package dev.lading.trust.store;

import static dev.lading.trust.store.Publications.GUN;
import static dev.lading.trust.store.Publications.OTHER;
import static dev.lading.trust.store.Publications.RELEASES;
import static dev.lading.trust.store.Publications.all;
import static dev.lading.trust.store.Publications.digest;
import static dev.lading.trust.store.Publications.file;
import static dev.lading.trust.store.Publications.tagging;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Drivers.class)
class TrustStoreTest {
  private final TestClock clock = new TestClock();
  private final StorageDriver driver;
  private final Publications trust;

  TrustStoreTest(Drivers kind, @TempDir Path directory) {
    this.driver = kind.open(directory, clock);
    this.trust = Publications.over(driver, clock);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void newest_ofAGunThatWasNeverPublished_isEmpty() {
    assertThat(trust.store().newest(GUN)).isEmpty();
    assertThat(trust.byHash(Role.ROOT, 1, "a")).isEmpty();
    assertThat(trust.byVersion(Role.ROOT, 1)).isEmpty();
    assertThat(trust.store().all()).isEmpty();
  }

  @Test
  void publication_isReadByRoleHashAndVersion() {
    Generation first = trust.publishFirst();
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.created()).isEqualTo(clock.instant());
    for (Role role : List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
      assertThat(trust.current(GUN, role)).contains(role + " 1 a");
      assertThat(trust.byHash(role, 1, "a")).contains(role + " 1 a");
      assertThat(trust.byVersion(role, 1)).contains(role + " 1 a");
    }
    assertThat(trust.current(GUN, RELEASES)).isEmpty();
    assertThat(trust.current(OTHER, Role.ROOT)).isEmpty();
  }

  @Test
  void publication_isReadByAnotherProcess() {
    Generation first = trust.publishFirst();
    Publications other = Publications.over(driver, clock);
    assertThat(other.store().newest(GUN)).contains(first);
    Generation second = trust.tag(2);
    assertThat(other.store().newest(GUN)).contains(second);
    assertThat(other.current(GUN, Role.TARGETS)).contains("targets 2 a");
  }

  @Test
  void publication_leavesWhatItDoesNotReplace() {
    trust.publishFirst();
    trust.publish(
        GUN,
        Map.of(
            RELEASES,
            file(RELEASES, 1, "a"),
            Role.SNAPSHOT,
            file(Role.SNAPSHOT, 2, "a"),
            Role.TIMESTAMP,
            file(Role.TIMESTAMP, 2, "a")));
    assertThat(trust.current(GUN, RELEASES)).contains("targets/releases 1 a");
    assertThat(trust.current(GUN, Role.TARGETS)).contains("targets 1 a");
    assertThat(trust.current(GUN, Role.TIMESTAMP)).contains("timestamp 2 a");
  }

  @Test
  void file_ofAnEarlierGeneration_isReadByHashAndVersion() {
    trust.publishFirst();
    IntStream.rangeClosed(2, 9).forEach(trust::tag);
    for (int version = 1; version <= 9; version++) {
      assertThat(trust.byHash(Role.TARGETS, version, "a")).contains("targets " + version + " a");
      assertThat(trust.byVersion(Role.TARGETS, version)).contains("targets " + version + " a");
    }
    assertThat(trust.byVersion(Role.TARGETS, 10)).isEmpty();
    assertThat(trust.byVersion(RELEASES, 1)).isEmpty();
  }

  @Test
  void versions_mayBeLeftOut() {
    trust.publishFirst();
    trust.tag(5);
    trust.tag(9);
    assertThat(trust.byVersion(Role.TARGETS, 5)).contains("targets 5 a");
    assertThat(trust.byVersion(Role.TARGETS, 4)).isEmpty();
    assertThat(trust.byVersion(Role.TARGETS, 7)).isEmpty();
  }

  /** A delegation that was given to others counts from 1 again. */
  @Test
  void delegation_whoseVersionFalls_isReadByThoseSinceThen() {
    trust.publishFirst();
    int[] versions = {1, 5, 7, 2, 3, 5, 6};
    for (int at = 0; at < versions.length; at++) {
      trust.publish(
          GUN,
          Map.of(
              RELEASES,
              file(RELEASES, versions[at], "step " + at),
              Role.TIMESTAMP,
              file(Role.TIMESTAMP, at + 2, "a")));
    }
    assertThat(trust.byVersion(RELEASES, 6)).contains("targets/releases 6 step 6");
    assertThat(trust.byVersion(RELEASES, 5)).contains("targets/releases 5 step 5");
    assertThat(trust.byVersion(RELEASES, 3)).contains("targets/releases 3 step 4");
    assertThat(trust.byVersion(RELEASES, 2)).contains("targets/releases 2 step 3");
    assertThat(trust.byVersion(RELEASES, 7)).isEmpty();
    assertThat(trust.byVersion(RELEASES, 1)).isEmpty();
    assertThat(trust.byHash(RELEASES, 7, "step 2")).contains("targets/releases 7 step 2");
  }

  @Test
  void file_ofAnotherRole_isNotFoundByItsHash() {
    trust.publishFirst();
    trust.tag(2);
    assertThat(trust.store().find(GUN, Role.TARGETS, digest(Role.ROOT, 1, "a"))).isEmpty();
    assertThat(trust.store().find(GUN, Role.SNAPSHOT, digest(Role.TARGETS, 1, "a"))).isEmpty();
    assertThat(trust.store().find(OTHER, Role.TARGETS, digest(Role.TARGETS, 1, "a"))).isEmpty();
  }

  @Test
  void sameBytes_ofTwoRoles_areFoundAsEither() {
    Role other = Role.parse("targets/other");
    RoleFile same = file(RELEASES, 1, "same");
    trust.publishFirst();
    trust.publish(
        GUN, Map.of(RELEASES, same, other, same, Role.TIMESTAMP, file(Role.TIMESTAMP, 2, "a")));
    trust.publish(
        GUN,
        Map.of(RELEASES, file(RELEASES, 2, "new"), Role.TIMESTAMP, file(Role.TIMESTAMP, 3, "a")));
    assertThat(trust.store().find(GUN, RELEASES, same.digest())).isPresent();
    assertThat(trust.store().find(GUN, other, same.digest())).isPresent();
  }

  @Test
  void everyRoot_isReadByHashAndVersion() {
    trust.publishFirst();
    trust.publish(GUN, all(2, "a"));
    trust.publish(GUN, all(3, "a"));
    for (int version = 1; version <= 3; version++) {
      assertThat(trust.byVersion(Role.ROOT, version)).contains("root " + version + " a");
      assertThat(trust.byHash(Role.ROOT, version, "a")).contains("root " + version + " a");
    }
    assertThat(trust.current(GUN, Role.ROOT)).contains("root 3 a");
  }

  @Test
  void publication_behindAGenerationThatWasFollowed_isOvertakenAndNotSeen() {
    Generation first = trust.publishFirst();
    trust.tag(2);
    assertThat(trust.store().publish(GUN, Optional.of(first), tagging(2, "late")))
        .isInstanceOf(Outcome.Overtaken.class);
    assertThat(trust.store().publish(GUN, Optional.empty(), all(1, "late")))
        .isInstanceOf(Outcome.Overtaken.class);
    assertThat(trust.current(GUN, Role.TARGETS)).contains("targets 2 a");
    assertThat(trust.byHash(Role.TARGETS, 2, "late")).isEmpty();
    assertThat(trust.byHash(Role.ROOT, 1, "late")).isEmpty();
    trust.tag(3);
    assertThat(trust.byHash(Role.TARGETS, 2, "late")).isEmpty();
    assertThat(trust.byHash(Role.ROOT, 1, "late")).isEmpty();
  }

  @Test
  void publication_ofWhatCannotFollow_isRefusedAndWritesNothing() {
    Generation first = trust.publishFirst();
    int objects = objects();
    assertThatThrownBy(() -> trust.tag(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                trust
                    .store()
                    .publish(
                        GUN, Optional.of(first), Map.of(Role.TARGETS, file(Role.TARGETS, 2, "a"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> trust.publish(OTHER, tagging(1, "a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(objects()).isEqualTo(objects);
  }

  @Test
  void deletion_leavesNothingToRead() {
    trust.publishFirst();
    trust.tag(2);
    assertThat(trust.store().delete(GUN)).map(Generation::number).contains(3L);
    assertThat(trust.store().newest(GUN)).get().matches(Generation::isDeletion);
    for (Role role : List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
      assertThat(trust.current(GUN, role)).isEmpty();
      for (int version = 1; version <= 2; version++) {
        assertThat(trust.byHash(role, version, "a")).isEmpty();
        assertThat(trust.byVersion(role, version)).isEmpty();
      }
    }
  }

  @Test
  void deletion_ofNothing_isNone() {
    assertThat(trust.store().delete(GUN)).isEmpty();
    trust.publishFirst();
    trust.store().delete(GUN);
    assertThat(trust.store().delete(GUN)).isEmpty();
    assertThat(trust.store().newest(GUN)).map(Generation::number).contains(2L);
  }

  @Test
  void gun_publishedAgainAfterItsDeletion_hasNothingOfBefore() {
    trust.publishFirst();
    trust.tag(2);
    trust.store().delete(GUN);
    Generation reborn = Publications.committed(trust.publish(GUN, all(1, "b")));
    assertThat(reborn.number()).isEqualTo(4);
    assertThat(reborn.life()).isEqualTo(4);
    trust.publish(GUN, tagging(3, "b"));
    assertThat(trust.byVersion(Role.TARGETS, 1)).contains("targets 1 b");
    assertThat(trust.byHash(Role.TARGETS, 1, "b")).contains("targets 1 b");
    assertThat(trust.byVersion(Role.TARGETS, 2)).isEmpty();
    assertThat(trust.byHash(Role.TARGETS, 2, "a")).isEmpty();
    assertThat(trust.byHash(Role.ROOT, 1, "a")).isEmpty();
  }

  @Test
  void sameBytes_publishedAgainAfterADeletion_areRead() {
    trust.publishFirst();
    trust.store().delete(GUN);
    trust.publish(GUN, all(1, "a"));
    trust.tag(2);
    assertThat(trust.byHash(Role.ROOT, 1, "a")).contains("root 1 a");
    assertThat(trust.byHash(Role.TARGETS, 1, "a")).contains("targets 1 a");
  }

  @Test
  void highestVersions_ofWhatTheServerSigns_outliveADeletion() {
    trust.publishFirst();
    trust.tag(7);
    Generation deletion = trust.store().delete(GUN).orElseThrow();
    assertThat(deletion.highest(Role.TIMESTAMP)).contains(new MetadataVersion(7));
    assertThat(deletion.highest(Role.SNAPSHOT)).contains(new MetadataVersion(7));
    Generation reborn = Publications.committed(trust.publish(GUN, all(1, "b")));
    assertThat(reborn.highest(Role.TIMESTAMP)).contains(new MetadataVersion(7));
    assertThat(reborn.highest(Role.TARGETS)).isEmpty();
  }

  @Test
  void changes_areTheGenerationsOldestFirst() {
    trust.publishFirst();
    trust.tag(2);
    trust.store().delete(GUN);
    trust.publish(GUN, all(1, "b"));
    assertThat(trust.store().changesAfter(GUN, 0, 10))
        .extracting(change -> change.number() + (change.isDeletion() ? " deletion" : " update"))
        .containsExactly("1 update", "2 update", "3 deletion", "4 update");
    assertThat(trust.store().changesAfter(GUN, 1, 2))
        .extracting(Change::number)
        .containsExactly(2L, 3L);
    assertThat(trust.store().changesBefore(GUN, 4, 2))
        .extracting(Change::number)
        .containsExactly(2L, 3L);
    assertThat(trust.store().changesAfter(GUN, 4, 10)).isEmpty();
    assertThat(trust.store().changesBefore(GUN, 1, 10)).isEmpty();
    assertThat(trust.store().changesAfter(OTHER, 0, 10)).isEmpty();
  }

  @Test
  void all_namesTheNewestOfEachGun() {
    List<Gun> guns =
        List.of(
            Gun.parse("localhost:5000/0"),
            OTHER,
            GUN,
            Gun.parse("localhost:5000/team-a"),
            Gun.parse("reg.example.com/z"));
    guns.forEach(gun -> trust.publish(gun, all(1, "a")));
    trust.tag(2);
    trust.tag(3);
    trust.store().delete(OTHER);
    assertThat(trust.store().all())
        .extracting(listed -> listed.gun() + " " + listed.number())
        .containsExactlyInAnyOrder(
            "localhost:5000/0 1",
            "localhost:5000/team 2",
            "localhost:5000/team/app 3",
            "localhost:5000/team-a 1",
            "reg.example.com/z 1");
  }

  @Test
  void newest_afterManyGenerationsOfAnotherProcess_isFound() {
    Publications other = Publications.over(driver, clock);
    trust.publishFirst();
    assertThat(other.store().newest(GUN)).map(Generation::number).contains(1L);
    IntStream.rangeClosed(2, 30).forEach(trust::tag);
    assertThat(other.store().newest(GUN)).map(Generation::number).contains(30L);
    assertThat(Publications.over(driver, clock).store().newest(GUN))
        .map(Generation::number)
        .contains(30L);
  }

  private int objects() {
    return driver.list(Key.of("lading/state"), Optional.empty(), 1000).size();
  }
}
