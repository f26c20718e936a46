package dev.lading.trust.publish;

import static dev.lading.trust.Author.delegations;
import static dev.lading.trust.Author.signed;
import static dev.lading.trust.Author.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.SigningFault;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.FileMeta;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.verify.RootPins;
import dev.lading.trust.verify.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishingTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void firstUpdate_ofRootAndTargets_getsASnapshotAndATimestamp(int rootVersion) {
    Scene scene = Scene.empty();

    Accepted accepted =
        scene.publish(
            Map.of(Role.ROOT, scene.root(rootVersion), Role.TARGETS, scene.targetsFile(2)));

    RootMetadata root = RootMetadata.of(accepted.get(Role.ROOT));
    TimestampMetadata timestamp =
        Verified.timestamp(root, accepted.get(Role.TIMESTAMP), MetadataVersion.FIRST, Author.NOW);
    SnapshotMetadata snapshot =
        Verified.snapshot(
            root, timestamp, accepted.get(Role.SNAPSHOT), MetadataVersion.FIRST, Author.NOW);
    assertThat(accepted.files())
        .containsOnlyKeys(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP);
    assertThat(snapshot.version()).isEqualTo(MetadataVersion.FIRST);
    assertThat(snapshot.expires()).isEqualTo(Author.NOW.plus(Duration.ofDays(1095)));
    assertThat(snapshot.files()).containsOnlyKeys(Role.ROOT, Role.TARGETS);
    assertThat(timestamp.version()).isEqualTo(MetadataVersion.FIRST);
    assertThat(timestamp.expires()).isEqualTo(Author.NOW.plus(Duration.ofDays(14)));
  }

  @Test
  void update_keepsTheUploadedBytes() {
    Scene scene = Scene.withServersSnapshots();
    String file = new String(scene.targetsFile(3).bytes(), StandardCharsets.UTF_8);
    byte[] spaced =
        (" " + file.replace(",\"signatures\"", " ,\n\"signatures\""))
            .getBytes(StandardCharsets.UTF_8);

    Accepted accepted = (Accepted) scene.accept(List.of(new UploadedPart("targets.json", spaced)));

    assertThat(accepted.get(Role.TARGETS).bytes()).isEqualTo(spaced);
    assertThat(named(accepted).get(Role.TARGETS)).isEqualTo(FileMeta.of(spaced));
  }

  @Test
  void update_ofADelegation_changesNothingElse() {
    Scene scene = Scene.withServersSnapshots();
    Map<Role, FileMeta> before = SnapshotMetadata.of(scene.state.get(Role.SNAPSHOT)).files();

    Accepted accepted = scene.publish(Map.of(Scene.B, scene.bFile(7)));

    assertThat(accepted.files()).containsOnlyKeys(Scene.B, Role.SNAPSHOT, Role.TIMESTAMP);
    assertThat(named(accepted))
        .containsAllEntriesOf(before)
        .containsOnlyKeys(Role.ROOT, Role.TARGETS, Scene.A, Scene.B);
    assertThat(accepted.get(Role.SNAPSHOT).version()).isEqualTo(3);
    assertThat(accepted.get(Role.TIMESTAMP).version()).isEqualTo(3);
  }

  @Test
  void update_ofParentAndChildInAnyOrder_isAccepted() {
    Scene scene = Scene.withServersSnapshots();
    List<UploadedPart> childFirst =
        List.of(
            new UploadedPart("targets/a/b", scene.bFile(1).bytes()),
            new UploadedPart("targets/a", scene.aFile(2).bytes()),
            new UploadedPart("targets", scene.targetsFile(3).bytes()));

    assertThat(Refusal.of(scene.accept(childFirst))).isEqualTo("accepted");
  }

  @Test
  void snapshot_afterADelegationIsGone_doesNotNameItAnyMore() {
    Scene scene = Scene.withServersSnapshots();
    scene.publish(Map.of(Scene.B, scene.bFile(1)));

    Accepted accepted = scene.publish(Map.of(Role.TARGETS, signed(targets(3), scene.targetsKey)));

    assertThat(named(accepted)).containsOnlyKeys(Role.ROOT, Role.TARGETS);
  }

  @Test
  void delegation_thatComesBackToTheSameKey_goesOnWhereItWas() {
    Scene scene = Scene.withServersSnapshots();
    scene.publish(Map.of(Role.TARGETS, signed(targets(3), scene.targetsKey)));

    Accepted accepted = scene.publish(Map.of(Role.TARGETS, scene.targetsFile(4)));

    assertThat(named(accepted)).containsKey(Scene.A);
    assertThat(Refusal.of(scene.accept(Map.of(Scene.A, scene.aFile(1))))).isEqualTo("VERSION {}");
    assertThat(Refusal.of(scene.accept(Map.of(Scene.A, scene.aFile(2))))).isEqualTo("accepted");
  }

  @Test
  void delegation_thatComesBackToAnotherKey_beginsAnew() {
    Scene scene = Scene.withServersSnapshots();
    scene.publish(Map.of(Scene.A, scene.aFile(2)));
    scene.publish(Map.of(Role.TARGETS, signed(targets(3), scene.targetsKey)));

    Accepted accepted = scene.publish(Map.of(Role.TARGETS, delegatingToTheStranger(scene, 4)));

    assertThat(named(accepted)).containsOnlyKeys(Role.ROOT, Role.TARGETS);
    assertThat(Refusal.of(scene.accept(Map.of(Scene.A, signed(targets(1), scene.stranger)))))
        .isEqualTo("accepted");
  }

  @Test
  void delegation_thatIsGivenToAnotherKey_canBeWitnessedByIt_orBegunAnew() {
    Scene scene = Scene.withServersSnapshots();
    scene.publish(Map.of(Scene.B, scene.bFile(1)));

    Accepted accepted = scene.publish(Map.of(Role.TARGETS, delegatingToTheStranger(scene, 3)));

    assertThat(named(accepted)).containsOnlyKeys(Role.ROOT, Role.TARGETS, Scene.A);
    SignedMetadata anew = signed(targets(1), scene.stranger);
    assertThat(Refusal.of(scene.accept(Map.of(Scene.A, anew)))).isEqualTo("accepted");
    SignedMetadata witnessed = signed(scene.aMetadata(2), scene.stranger);
    assertThat(named(scene.publish(Map.of(Scene.A, witnessed)))).containsKeys(Scene.A, Scene.B);
  }

  /** A key that was just let in could otherwise put the role out of everybody's reach. */
  @Test
  void delegation_inOtherHands_goesOnWhereItWas_andNoFurther() {
    Scene scene = Scene.withServersSnapshots();
    scene.publish(Map.of(Scene.A, scene.aFile(2)));
    scene.publish(Map.of(Role.TARGETS, delegatingToTheStranger(scene, 3)));

    assertThat(Refusal.of(scene.accept(Map.of(Scene.A, signed(targets(4), scene.stranger)))))
        .isEqualTo(
            "INVALID_UPDATE ErrBadTargets: version 4 of targets/a does not follow the current"
                + " version 2");
    scene.publish(Map.of(Scene.A, signed(targets(3), scene.stranger)));
  }

  /** What was highest counts, though the version fell since. */
  @Test
  void delegation_thatBeganAnew_andIsGivenAwayAgain_goesOnFromTheHighest() {
    Scene scene = Scene.withServersSnapshots();
    scene.publish(Map.of(Scene.A, scene.aFile(2)));
    scene.publish(Map.of(Role.TARGETS, delegatingToTheStranger(scene, 3)));
    scene.publish(Map.of(Scene.A, signed(targets(1), scene.stranger)));
    scene.publish(
        Map.of(
            Role.TARGETS,
            signed(
                targets(4, Map.of(), delegations(Map.of(Scene.A.text(), scene.targetsKey.shown()))),
                scene.targetsKey)));

    assertThat(Refusal.of(scene.accept(Map.of(Scene.A, signed(targets(3), scene.targetsKey)))))
        .isEqualTo("accepted");
  }

  @Test
  void repository_thatWasDeleted_beginsAnewWithoutTheServersVersionsFalling() {
    Scene scene = Scene.withServersSnapshots();
    scene.state.delete();

    Accepted accepted =
        scene.publish(Map.of(Role.ROOT, scene.root(1), Role.TARGETS, scene.targetsFile(1)));

    assertThat(accepted.get(Role.SNAPSHOT).version()).isEqualTo(3);
    assertThat(accepted.get(Role.TIMESTAMP).version()).isEqualTo(3);
  }

  @Test
  void root_rotatedToANewKey_isSignedByBothAndTheNextByTheNewOne() {
    Scene scene = Scene.withServersSnapshots();
    SigningKey next = Author.rootKey(Scene.GUN);
    RootMetadata second =
        Author.root(2, next.shown(), scene.targetsKey.shown(), scene.snapshot, scene.timestamp);
    scene.publish(Map.of(Role.ROOT, signed(second, scene.rootKey, next)));
    RootMetadata third =
        Author.root(3, next.shown(), scene.targetsKey.shown(), scene.snapshot, scene.timestamp);

    assertThat(Refusal.of(scene.accept(Map.of(Role.ROOT, signed(third, scene.rootKey)))))
        .startsWith("INVALID_UPDATE ErrBadRoot: could not rotate");
    assertThat(Refusal.of(scene.accept(Map.of(Role.ROOT, signed(third, next)))))
        .isEqualTo("accepted");
  }

  @Test
  void root_afterItsCertificateExpired_canStillBeReplaced() {
    Scene scene = Scene.empty();
    SigningKey old =
        Author.certified(
            scene.rootKey.secret(), Scene.GUN, Author.NOW.minus(Duration.ofDays(3649)));
    RootMetadata first =
        Author.root(1, old.shown(), scene.targetsKey.shown(), scene.snapshot, scene.timestamp);
    scene.publish(Map.of(Role.ROOT, signed(first, old), Role.TARGETS, scene.targetsFile(1)));
    List<UploadedPart> second =
        List.of(
            new UploadedPart("root", signed(scene.rootMetadata(2), old, scene.rootKey).bytes()));

    UpdateResult result =
        new Publishing(scene.signer, scene.limits, gun -> RootPins.NONE)
            .accept(Scene.GUN, scene.state, second, Author.NOW.plus(Duration.ofDays(30)));

    assertThat(Refusal.of(result)).isEqualTo("accepted");
  }

  @Test
  void root_thatRotatesTheServersKeys_isSignedFromThenOnByTheNewOnes() {
    Scene scene = Scene.withServersSnapshots();
    PublicKey timestamp = scene.signer.pending(Scene.GUN, Role.TIMESTAMP, KeyType.ED25519);
    PublicKey snapshot = scene.signer.pending(Scene.GUN, Role.SNAPSHOT, KeyType.ED25519);
    RootMetadata root =
        Author.root(2, scene.rootKey.shown(), scene.targetsKey.shown(), snapshot, timestamp);

    Accepted accepted = scene.publish(Map.of(Role.ROOT, signed(root, scene.rootKey)));

    assertThat(signers(accepted.get(Role.SNAPSHOT))).containsExactly(snapshot.id().hex());
    assertThat(signers(accepted.get(Role.TIMESTAMP))).containsExactly(timestamp.id().hex());
    assertThat(
            Verified.timestamp(
                root, accepted.get(Role.TIMESTAMP), MetadataVersion.FIRST, Author.NOW))
        .isNotNull();
  }

  @Test
  void snapshotKey_handedOverToTheServer_isUsedAtOnce() {
    Scene scene = Scene.withClientsSnapshots();
    PublicKey servers = scene.signer.pending(Scene.GUN, Role.SNAPSHOT, KeyType.ECDSA);
    RootMetadata root =
        Author.root(2, scene.rootKey.shown(), scene.targetsKey.shown(), servers, scene.timestamp);

    Accepted accepted = scene.publish(Map.of(Role.ROOT, signed(root, scene.rootKey)));

    assertThat(accepted.get(Role.SNAPSHOT).version()).isEqualTo(3);
    assertThat(signers(accepted.get(Role.SNAPSHOT))).containsExactly(servers.id().hex());
    assertThat(named(accepted)).containsOnlyKeys(Role.ROOT, Role.TARGETS, Scene.A);
  }

  @Test
  void role_ofTwoServerKeys_isSignedByBoth() {
    Scene scene = Scene.empty();
    PublicKey second = scene.signer.pending(Scene.GUN, Role.TIMESTAMP, KeyType.ED25519);
    RootMetadata root = scene.rootMetadata(1);
    Map<KeyId, PublicKey> keys = new HashMap<>(root.keys());
    keys.put(second.id(), second);
    Map<Role, RoleKeys> roles = new HashMap<>(root.roles());
    roles.put(Role.TIMESTAMP, Author.keys(2, scene.timestamp, second));
    RootMetadata both = new RootMetadata(root.version(), root.expires(), keys, roles, false);

    Accepted accepted =
        scene.publish(
            Map.of(Role.ROOT, signed(both, scene.rootKey), Role.TARGETS, scene.targetsFile(1)));

    assertThat(signers(accepted.get(Role.TIMESTAMP)))
        .containsExactlyInAnyOrder(scene.timestamp.id().hex(), second.id().hex());
  }

  @ParameterizedTest
  @EnumSource(names = {"ECDSA", "RSA", "ED25519"})
  void targets_signedByAnyKindOfKey_areAccepted(KeyType type) {
    Scene scene = Scene.empty();
    SigningKey key = Author.key(type);
    RootMetadata root =
        Author.root(1, scene.rootKey.shown(), key.shown(), scene.snapshot, scene.timestamp);

    UpdateResult result =
        scene.accept(
            Map.of(Role.ROOT, signed(root, scene.rootKey), Role.TARGETS, signed(targets(1), key)));

    assertThat(Refusal.of(result)).isEqualTo("accepted");
  }

  @Test
  void firstRoot_whoseKeyIsPinnedByEitherOfItsIds_isAccepted() {
    for (boolean canonical : new boolean[] {true, false}) {
      Scene scene = Scene.empty();
      PublicKey key = scene.rootKey.shown();
      scene.pins = new RootPins(Set.of(canonical ? key.canonicalId() : key.id()));

      assertThat(
              Refusal.of(
                  scene.accept(
                      Map.of(Role.ROOT, scene.root(1), Role.TARGETS, scene.targetsFile(1)))))
          .isEqualTo("accepted");
    }
  }

  @Test
  void versionLeap_whereItIsAllowed_isAccepted() {
    Scene scene = Scene.withServersSnapshots();
    UpdateLimits usual = UpdateLimits.DEFAULT;
    scene.limits =
        new UpdateLimits(
            usual.parts(),
            usual.rootBytes(),
            usual.partBytes(),
            usual.totalBytes(),
            usual.rootLifetime(),
            usual.lifetime(),
            true);

    assertThat(Refusal.of(scene.accept(Map.of(Role.TARGETS, scene.targetsFile(300)))))
        .isEqualTo("accepted");
  }

  @Test
  void update_overtakenWhileItWasSigned_isOneOfAnOldVersion() {
    Scene scene = Scene.withServersSnapshots();
    MemoryState before = new MemoryState();
    for (Role role : List.of(Role.ROOT, Role.TARGETS, Scene.A, Role.SNAPSHOT, Role.TIMESTAMP)) {
      before.store(Map.of(role, scene.state.get(role)));
    }
    scene.publish(Map.of(Role.TARGETS, scene.targetsFile(3)));
    scene.publish(Map.of(Role.TARGETS, scene.targetsFile(4)));

    UpdateResult result =
        new Publishing(scene.signer, scene.limits, gun -> RootPins.NONE)
            .accept(
                Scene.GUN,
                before,
                List.of(new UploadedPart("targets", scene.targetsFile(3).bytes())),
                Author.NOW);

    assertThat(Refusal.of(result)).isEqualTo("VERSION {}");
  }

  @Test
  void signer_thatLostAKey_isNoFaultOfTheUpdate() {
    Scene scene = Scene.withServersSnapshots();
    Publishing publishing =
        new Publishing(new Forgetful(scene.signer), scene.limits, gun -> RootPins.NONE);
    List<UploadedPart> parts = List.of(new UploadedPart("targets", scene.targetsFile(3).bytes()));

    assertThatThrownBy(() -> publishing.accept(Scene.GUN, scene.state, parts, Author.NOW))
        .isInstanceOfSatisfying(
            SigningRefused.class, e -> assertThat(e.fault()).isEqualTo(SigningFault.KEY_UNKNOWN));
  }

  private static Map<Role, FileMeta> named(Accepted accepted) {
    return SnapshotMetadata.of(accepted.get(Role.SNAPSHOT)).files();
  }

  private static List<String> signers(SignedMetadata file) {
    return file.signatures().stream().map(Signature::keyId).toList();
  }

  private static SignedMetadata delegatingToTheStranger(Scene scene, int version) {
    Map<String, PublicKey> others = Map.of("targets/a", scene.stranger.shown());
    return signed(targets(version, Map.of(), delegations(others)), scene.targetsKey);
  }
}
