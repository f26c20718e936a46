package dev.lading.trust.publish;

import static dev.lading.trust.Author.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.trust.Author;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.publish.Resigning.Age;
import dev.lading.trust.verify.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResigningTest {
  @ParameterizedTest
  @CsvSource({
    "EXPIRED,   P0D,            ''",
    "EXPIRED,   P14D,           ''",
    "EXPIRED,   P14DT0.001S,    timestamp",
    "EXPIRED,   P364D,          timestamp",
    "HALF_LIFE, P7D,            ''",
    "HALF_LIFE, P7DT0.001S,     timestamp",
    "HALF_LIFE, P15D,           timestamp",
  })
  void timestamp_isDueByItsAge(Age age, Duration later, String due) {
    Scene scene = Scene.withServersSnapshots();
    Instant now = Author.NOW.plus(later);

    Map<Role, SignedMetadata> files =
        new Resigning(scene.signer).due(Scene.GUN, scene.state, age, now);

    assertThat(files.keySet().stream().map(Role::text).toList())
        .isEqualTo(due.isEmpty() ? List.of() : List.of(due));
  }

  @Test
  void timestamp_signedAgain_namesTheSameSnapshotAndLivesOn() {
    Scene scene = Scene.withServersSnapshots();
    Instant now = Author.NOW.plus(Duration.ofDays(8));
    RootMetadata root = RootMetadata.of(scene.state.get(Role.ROOT));

    Map<Role, SignedMetadata> files =
        new Resigning(scene.signer).due(Scene.GUN, scene.state, Age.HALF_LIFE, now);
    scene.state.store(files);

    TimestampMetadata timestamp =
        Verified.timestamp(root, scene.state.get(Role.TIMESTAMP), new MetadataVersion(3), now);
    assertThat(timestamp.version().number()).isEqualTo(3);
    assertThat(timestamp.expires()).isEqualTo(now.plus(Duration.ofDays(14)));
    assertThat(timestamp.snapshot()).isEqualTo(scene.state.get(Role.SNAPSHOT).meta());
  }

  @ParameterizedTest
  @CsvSource({"EXPIRED, P1096D", "HALF_LIFE, P548D"})
  void snapshot_thatIsDue_isSignedAgainWithItsTimestamp(Age age, Duration later) {
    Scene scene = longLived();
    Instant now = Author.NOW.plus(later);
    RootMetadata root = RootMetadata.of(scene.state.get(Role.ROOT));
    SnapshotMetadata before = SnapshotMetadata.of(scene.state.get(Role.SNAPSHOT));

    scene.state.store(new Resigning(scene.signer).due(Scene.GUN, scene.state, age, now));

    TimestampMetadata timestamp =
        Verified.timestamp(root, scene.state.get(Role.TIMESTAMP), new MetadataVersion(2), now);
    SnapshotMetadata snapshot =
        Verified.snapshot(
            root, timestamp, scene.state.get(Role.SNAPSHOT), new MetadataVersion(2), now);
    assertThat(snapshot.files()).isEqualTo(before.files());
    assertThat(snapshot.expires()).isEqualTo(now.plus(Duration.ofDays(1095)));
  }

  @Test
  void snapshot_ofTheClient_isLeftToTheClient() {
    Scene scene = Scene.withClientsSnapshots();
    Instant now = Author.NOW.plus(Duration.ofDays(300));

    Map<Role, SignedMetadata> files =
        new Resigning(scene.signer).due(Scene.GUN, scene.state, Age.HALF_LIFE, now);

    assertThat(files).containsOnlyKeys(Role.TIMESTAMP);
  }

  @Test
  void root_thatExpired_cannotBeHelped() {
    Scene scene = Scene.withServersSnapshots();
    Instant now = Author.LATER.plusSeconds(1);

    assertThatExceptionOfType(Expired.class)
        .isThrownBy(() -> new Resigning(scene.signer).due(Scene.GUN, scene.state, Age.EXPIRED, now))
        .withMessage("root expired at Sun Nov 21 00:00:00 UTC 2027");
  }

  @Test
  void repository_withoutAnything_isNeverDue() {
    Scene scene = Scene.empty();

    assertThat(new Resigning(scene.signer).due(Scene.GUN, scene.state, Age.EXPIRED, Author.LATER))
        .isEmpty();
  }

  @Test
  void repository_whoseKeysTheServerDoesNotHold_isLeftAsItIs() {
    Scene scene = Scene.withServersSnapshots();

    assertThat(
            new Resigning(new MemorySigner())
                .due(Scene.GUN, scene.state, Age.EXPIRED, Author.LATER))
        .isEmpty();
  }

  @Test
  void serverKeys_areTheOnesInForceOrTheOneThatWaits() {
    Scene scene = Scene.empty();
    ServerKeys keys = new ServerKeys(scene.signer, KeyType.ECDSA);

    assertThat(keys.current(Scene.GUN, Role.TIMESTAMP, scene.state)).isEqualTo(scene.timestamp);
    assertThat(keys.next(Scene.GUN, Role.TIMESTAMP)).isEqualTo(scene.timestamp);
    scene.publish(Map.of(Role.ROOT, scene.root(1), Role.TARGETS, scene.targetsFile(1)));
    assertThat(keys.current(Scene.GUN, Role.TIMESTAMP, scene.state)).isEqualTo(scene.timestamp);
    assertThat(keys.next(Scene.GUN, Role.TIMESTAMP))
        .isNotEqualTo(scene.timestamp)
        .isEqualTo(keys.next(Scene.GUN, Role.TIMESTAMP));
  }

  @Test
  void serverKeys_ofARepositoryWithClientsSnapshots_areNotTheClients() {
    Scene scene = Scene.withClientsSnapshots();
    ServerKeys keys = new ServerKeys(scene.signer, KeyType.ECDSA);

    assertThat(keys.current(Scene.GUN, Role.SNAPSHOT, scene.state))
        .isNotEqualTo(scene.snapshot)
        .isEqualTo(keys.next(Scene.GUN, Role.SNAPSHOT));
  }

  /** A root that outlives the server's snapshots. */
  private static Scene longLived() {
    Scene scene = Scene.empty();
    RootMetadata root = scene.rootMetadata(1);
    RootMetadata lasting =
        new RootMetadata(
            root.version(),
            Author.NOW.plus(Duration.ofDays(3650)),
            root.keys(),
            root.roles(),
            false);
    scene.publish(
        Map.of(Role.ROOT, signed(lasting, scene.rootKey), Role.TARGETS, scene.targetsFile(1)));
    return scene;
  }
}
