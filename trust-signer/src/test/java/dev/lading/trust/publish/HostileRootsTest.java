package dev.lading.trust.publish;

import static dev.lading.trust.Author.signed;
import static dev.lading.trust.Author.targets;
import static dev.lading.trust.publish.HostileUpdate.THRESHOLD;
import static dev.lading.trust.publish.HostileUpdate.parts;
import static dev.lading.trust.publish.HostileUpdate.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.verify.RootPins;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Roots that may not follow the one in force, or may not be the first. */
class HostileRootsTest {
  private static final String NO_PATH = "could not validate the path to a trusted root: ";

  static final List<HostileUpdate> ROOTS =
      List.of(
          row(
              "signed by its own new key only",
              scene -> {
                SigningKey next = Author.rootKey(Scene.GUN);
                return parts("root", signed(rotated(scene, next), next));
              },
              "INVALID_UPDATE ErrBadRoot: could not rotate trust to a new trusted root: failed to"
                  + " validate data with current trusted certificates"),
          row(
              "signed by the old key only",
              scene ->
                  parts("root", signed(rotated(scene, Author.rootKey(Scene.GUN)), scene.rootKey)),
              badRoot(NO_PATH + "failed to validate integrity of roots")),
          row(
              "of another repository",
              scene -> {
                SigningKey other = Author.rootKey(Gun.parse("reg.example.com/team/other"));
                return parts("root", signed(rotated(scene, other), scene.rootKey, other));
              },
              badRoot(NO_PATH + "unable to retrieve valid leaf certificates")),
          row(
              "with a certificate that is over",
              scene -> {
                SigningKey old =
                    Author.certified(
                        scene.rootKey.secret(), Scene.GUN, Author.NOW.minus(Duration.ofDays(3651)));
                return parts("root", signed(rotated(scene, old), scene.rootKey, old));
              },
              badRoot(NO_PATH + "unable to retrieve valid leaf certificates")),
          row(
              "with a key without certificate",
              scene ->
                  parts(
                      "root",
                      signed(rotated(scene, scene.stranger), scene.rootKey, scene.stranger)),
              badRoot(NO_PATH + "unable to retrieve valid leaf certificates")),
          row(
              "that puts the targets out of reach",
              scene ->
                  parts(
                      "root",
                      withKeys(scene, scene.stranger.shown(), scene.snapshot, scene.timestamp)),
              "INVALID_UPDATE ErrBadTargets: " + THRESHOLD + "targets"),
          row(
              "with a timestamp key that the server does not hold",
              scene ->
                  parts(
                      "root",
                      withKeys(
                          scene, scene.targetsKey.shown(), scene.snapshot, scene.stranger.shown())),
              badRoot("no  timestamp keys exist on the server")),
          row(
              "with a snapshot key that the server does not hold",
              scene ->
                  parts(
                      "root",
                      withKeys(
                          scene,
                          scene.targetsKey.shown(),
                          scene.stranger.shown(),
                          scene.timestamp)),
              "INVALID_UPDATE ErrBadHierarchy: no snapshot was included in update and server does"
                  + " not hold current snapshot key for repository [Str[value=snapshot]]"),
          row(
              "with the snapshot's key for the timestamp",
              scene ->
                  parts(
                      "root",
                      withKeys(scene, scene.targetsKey.shown(), scene.snapshot, scene.snapshot)),
              badRoot("no  timestamp keys exist on the server")),
          row(
              "with a threshold that nobody can reach",
              scene -> parts("root", signed(withTargetsThreshold(scene, 2), scene.rootKey)),
              badRoot(
                  "root type metadata invalid: threshold 2 of targets is more than its 1 keys")),
          row(
              "with a key under a false ID",
              scene -> {
                RootMetadata root = withFalseId(scene);
                return parts("root", signed(root, scene.rootKey), "targets", scene.targetsFile(3));
              },
              "INVALID_UPDATE ErrBadTargets: key ID is not valid for key content"));

  static final List<HostileUpdate> FIRST_ROOTS =
      List.of(
          row(
              "no root",
              scene -> parts("targets", scene.targetsFile(1)),
              "INVALID_UPDATE ErrValidation: no pre-existing root and no root provided in update."),
          row(
              "a root alone",
              scene -> parts("root", scene.root(1)),
              "INVALID_UPDATE ErrValidation: targets must be loaded first"),
          row(
              "a root and a delegation",
              scene -> parts("root", scene.root(1), "targets/a", scene.aFile(1)),
              "INVALID_UPDATE ErrBadTargets: targets must be loaded first"),
          row(
              "a third root",
              scene -> parts("root", scene.root(3), "targets", scene.targetsFile(1)),
              badRoot("Root modifications must increment the version. Current 1, new 3")),
          row(
              "a root that nobody signed",
              scene ->
                  parts("root", signed(scene.rootMetadata(1)), "targets", scene.targetsFile(1)),
              badRoot(NO_PATH + "failed to validate integrity of roots")),
          row(
              "a root that another key signed",
              scene ->
                  parts(
                      "root",
                      signed(scene.rootMetadata(1), Author.rootKey(Scene.GUN)),
                      "targets",
                      scene.targetsFile(1)),
              badRoot(NO_PATH + "failed to validate integrity of roots")),
          row(
              "a root whose key is not pinned",
              scene -> {
                scene.pins = new RootPins(Set.of(Author.key().id()));
                return parts("root", scene.root(1), "targets", scene.targetsFile(1));
              },
              badRoot(NO_PATH + "unable to match any certificates to trust_pinning config")));

  @ParameterizedTest
  @FieldSource("ROOTS")
  void root_thatMayNotFollow_isRefused(HostileUpdate row) {
    Scene scene = Scene.withServersSnapshots();

    assertThat(Refusal.of(scene.accept(row.parts().apply(scene)))).isEqualTo(row.expected());
  }

  @ParameterizedTest
  @FieldSource("FIRST_ROOTS")
  void update_ofAnEmptyRepository_isRefused(HostileUpdate row) {
    Scene scene = Scene.empty();

    assertThat(Refusal.of(scene.accept(row.parts().apply(scene)))).isEqualTo(row.expected());
  }

  private static String badRoot(String message) {
    return "INVALID_UPDATE ErrBadRoot: " + message;
  }

  private static SignedMetadata withKeys(
      Scene scene, PublicKey targets, PublicKey snapshot, PublicKey timestamp) {
    return signed(
        Author.root(2, scene.rootKey.shown(), targets, snapshot, timestamp), scene.rootKey);
  }

  private static RootMetadata rotated(Scene scene, SigningKey next) {
    return Author.root(2, next.shown(), scene.targetsKey.shown(), scene.snapshot, scene.timestamp);
  }

  private static RootMetadata withTargetsThreshold(Scene scene, int threshold) {
    RootMetadata root = scene.rootMetadata(2);
    Map<Role, RoleKeys> roles = new HashMap<>(root.roles());
    roles.put(Role.TARGETS, Author.keys(threshold, scene.targetsKey.shown()));
    return new RootMetadata(root.version(), root.expires(), root.keys(), roles, false);
  }

  /** The stranger's key goes by the ID of the targets key. */
  private static RootMetadata withFalseId(Scene scene) {
    RootMetadata root = scene.rootMetadata(2);
    Map<KeyId, PublicKey> keys = new HashMap<>(root.keys());
    keys.put(scene.targetsKey.id(), scene.stranger.shown());
    return new RootMetadata(root.version(), root.expires(), keys, root.roles(), false);
  }
}
