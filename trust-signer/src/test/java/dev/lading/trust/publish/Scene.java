package dev.lading.trust.publish;

import static dev.lading.trust.Author.delegations;
import static dev.lading.trust.Author.signed;
import static dev.lading.trust.Author.snapshot;
import static dev.lading.trust.Author.target;
import static dev.lading.trust.Author.targets;

import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.verify.RootPins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A repository in force, and everybody's keys: root 1, targets 2 with a delegation to {@code
 * targets/a}, which has version 1 and delegates to {@code targets/a/b}, which has no file yet. The
 * server holds the timestamp key, and the snapshot key where the scene says so.
 */
final class Scene {
  static final Gun GUN = Gun.parse("reg.example.com/team/app");
  static final Delegation A = new Delegation("targets/a");
  static final Delegation B = new Delegation("targets/a/b");

  final MemorySigner signer = new MemorySigner();
  final MemoryState state = new MemoryState();
  final SigningKey rootKey = Author.rootKey(GUN);
  final SigningKey targetsKey = Author.key();
  final SigningKey snapshotKey = Author.key();
  final SigningKey aKey = Author.key();
  final SigningKey bKey = Author.key();
  final SigningKey stranger = Author.key();
  final PublicKey timestamp = signer.pending(GUN, Role.TIMESTAMP, KeyType.ECDSA);
  final PublicKey snapshot;
  RootPins pins = RootPins.NONE;
  UpdateLimits limits = UpdateLimits.DEFAULT;

  private Scene(boolean snapshotByServer) {
    this.snapshot =
        snapshotByServer ? signer.pending(GUN, Role.SNAPSHOT, KeyType.ECDSA) : snapshotKey.shown();
  }

  /** Nothing in force yet, the server to make snapshots. */
  static Scene empty() {
    return new Scene(true);
  }

  static Scene withServersSnapshots() {
    Scene scene = new Scene(true);
    scene.publish(Map.of(Role.ROOT, scene.root(1), Role.TARGETS, scene.targetsFile(2)));
    scene.publish(Map.of(A, scene.aFile(1)));
    return scene;
  }

  static Scene withClientsSnapshots() {
    Scene scene = new Scene(false);
    Map<Role, SignedMetadata> files = new LinkedHashMap<>();
    files.put(Role.ROOT, scene.root(1));
    files.put(Role.TARGETS, scene.targetsFile(2));
    files.put(A, scene.aFile(1));
    files.put(Role.SNAPSHOT, signed(snapshot(2, files), scene.snapshotKey));
    scene.publish(files);
    return scene;
  }

  RootMetadata rootMetadata(int version) {
    return Author.root(version, rootKey.shown(), targetsKey.shown(), snapshot, timestamp);
  }

  SignedMetadata root(int version) {
    return signed(rootMetadata(version), rootKey);
  }

  TargetsMetadata targetsMetadata(int version) {
    return targets(
        version,
        Map.of("v" + version, target("v" + version)),
        delegations(Map.of(A.text(), aKey.shown())));
  }

  SignedMetadata targetsFile(int version) {
    return signed(targetsMetadata(version), targetsKey);
  }

  TargetsMetadata aMetadata(int version) {
    return targets(
        version,
        Map.of("a" + version, target("a" + version)),
        delegations(Map.of(B.text(), bKey.shown())));
  }

  SignedMetadata aFile(int version) {
    return signed(aMetadata(version), aKey);
  }

  SignedMetadata bFile(int version) {
    return signed(targets(version, Map.of("b", target("b")), Delegations.NONE), bKey);
  }

  /** What belongs together after this update. */
  SnapshotMetadata snapshotMetadata(int version, Map<Role, SignedMetadata> changed) {
    Map<Role, SignedMetadata> files = new LinkedHashMap<>();
    for (Role role : List.of(Role.ROOT, Role.TARGETS, A)) {
      files.put(role, state.get(role));
    }
    files.putAll(changed);
    return snapshot(version, files);
  }

  /** The next version of a role's file, sound in every way. */
  Metadata next(Role role) {
    return switch (role) {
      case Role.Root root -> rootMetadata(2);
      case Role.Targets targets -> targetsMetadata(3);
      case Delegation delegation -> aMetadata(2);
      case Role.Snapshot snapshot -> snapshotMetadata(3, Map.of());
      case Role.Timestamp timestamp -> Author.timestamp(9, state.get(Role.SNAPSHOT));
    };
  }

  SigningKey signerOf(Role role) {
    return switch (role) {
      case Role.Root root -> rootKey;
      case Role.Targets targets -> targetsKey;
      case Delegation delegation -> aKey;
      case Role.Snapshot snapshot -> snapshotKey;
      case Role.Timestamp timestamp -> stranger;
    };
  }

  UpdateResult accept(Map<? extends Role, SignedMetadata> files) {
    List<UploadedPart> parts = new ArrayList<>();
    files.forEach((role, file) -> parts.add(new UploadedPart(role.text(), file.bytes())));
    return accept(parts);
  }

  UpdateResult accept(List<UploadedPart> parts) {
    return new Publishing(signer, limits, gun -> pins).accept(GUN, state, parts, Author.NOW);
  }

  /** Takes and stores an update that must be accepted. */
  Accepted publish(Map<? extends Role, SignedMetadata> files) {
    UpdateResult result = accept(files);
    if (result instanceof Accepted accepted) {
      state.store(accepted.files());
      return accepted;
    }
    throw new AssertionError("refused: " + result);
  }
}
