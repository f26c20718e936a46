package dev.lading.trust.publish;

import static dev.lading.trust.Author.delegations;
import static dev.lading.trust.Author.signed;
import static dev.lading.trust.Author.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.UpdateResult.Refused;
import dev.lading.trust.verify.RootPins;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Updates whose every file may be sound by itself, and how the server refuses them all the same.
 */
class HostileUpdatesTest {
  private static final String THRESHOLD = "valid signatures did not meet threshold for ";
  private static final String NO_PATH = "could not validate the path to a trusted root: ";

  record Row(String update, Function<Scene, List<UploadedPart>> parts, String expected) {
    @Override
    public String toString() {
      return update;
    }
  }

  static final List<Row> UPLOADS =
      List.of(
          row(
              "no file at all",
              scene -> List.of(),
              "INVALID_UPDATE ErrValidation: the update contains no file"),
          row("a file without a name", scene -> named(scene, ""), "NO_FILENAME"),
          row("a file named by its suffix alone", scene -> named(scene, ".json"), "NO_FILENAME"),
          row("an unknown role", scene -> named(scene, "mirrors"), "INVALID_ROLE \"mirrors\""),
          row("a role in capitals", scene -> named(scene, "Targets"), "INVALID_ROLE \"Targets\""),
          row(
              "two suffixes",
              scene -> named(scene, "root.json.json"),
              "INVALID_ROLE \"root.json\""),
          row(
              "a way out of the tree",
              scene -> named(scene, "targets/../../etc"),
              "INVALID_ROLE \"targets/../../etc\""),
          row(
              "a wildcard delegation",
              scene -> named(scene, "targets/*"),
              "INVALID_ROLE \"targets/*\""),
          row(
              "a delegation in capitals",
              scene -> named(scene, "targets/A"),
              "INVALID_ROLE \"targets/A\""),
          row(
              "two files of one role",
              scene -> parts("targets", scene.targetsFile(3), "targets", scene.targetsFile(4)),
              "MALFORMED_UPLOAD"),
          row(
              "two files of one role by two names",
              scene -> parts("targets", scene.targetsFile(3), "targets.json", scene.targetsFile(3)),
              "MALFORMED_UPLOAD"),
          row(
              "a timestamp beside a sound file",
              scene ->
                  parts(
                      "targets",
                      scene.targetsFile(3),
                      "timestamp",
                      scene.state.get(Role.TIMESTAMP)),
              "INVALID_UPDATE ErrValidation: the timestamp is made by the server, an update may not"
                  + " contain one"),
          row(
              "too many files",
              scene ->
                  IntStream.range(0, 65)
                      .mapToObj(i -> new UploadedPart("targets/r" + i, new byte[1]))
                      .toList(),
              "INVALID_UPDATE ErrValidation: the update contains 65 files, at most 64 are taken"),
          row(
              "too large a root",
              scene -> List.of(new UploadedPart("root.json", new byte[(1 << 20) + 1])),
              "INVALID_UPDATE ErrValidation: root.json has 1048577 bytes, at most 1048576 are taken"),
          row(
              "too large a file",
              scene -> List.of(new UploadedPart("targets", new byte[(5 << 20) + 1])),
              "INVALID_UPDATE ErrValidation: targets has 5242881 bytes, at most 5242880 are taken"),
          row(
              "too large an update",
              scene ->
                  IntStream.range(0, 4)
                      .mapToObj(i -> new UploadedPart("targets/r" + i, new byte[5 << 20]))
                      .toList(),
              "INVALID_UPDATE ErrValidation: the update has 20971520 bytes, at most 16777216 are"
                  + " taken"),
          row(
              "the same again",
              scene -> parts("targets", scene.state.get(Role.TARGETS)),
              "VERSION {}"),
          row(
              "one new file and one old one",
              scene -> parts("targets", scene.targetsFile(3), "targets/a", scene.aFile(1)),
              "VERSION {}"));

  static final List<Row> ROOTS =
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
                      signed(
                          Author.root(
                              2,
                              scene.rootKey.shown(),
                              scene.stranger.shown(),
                              scene.snapshot,
                              scene.timestamp),
                          scene.rootKey)),
              "INVALID_UPDATE ErrBadTargets: " + THRESHOLD + "targets"),
          row(
              "with a timestamp key that the server does not hold",
              scene ->
                  parts(
                      "root",
                      signed(
                          Author.root(
                              2,
                              scene.rootKey.shown(),
                              scene.targetsKey.shown(),
                              scene.snapshot,
                              scene.stranger.shown()),
                          scene.rootKey)),
              badRoot("no  timestamp keys exist on the server")),
          row(
              "with a snapshot key that the server does not hold",
              scene ->
                  parts(
                      "root",
                      signed(
                          Author.root(
                              2,
                              scene.rootKey.shown(),
                              scene.targetsKey.shown(),
                              scene.stranger.shown(),
                              scene.timestamp),
                          scene.rootKey)),
              "INVALID_UPDATE ErrBadHierarchy: no snapshot was included in update and server does"
                  + " not hold current snapshot key for repository [Str[value=snapshot]]"),
          row(
              "with the snapshot's key for the timestamp",
              scene ->
                  parts(
                      "root",
                      signed(
                          Author.root(
                              2,
                              scene.rootKey.shown(),
                              scene.targetsKey.shown(),
                              scene.snapshot,
                              scene.snapshot),
                          scene.rootKey)),
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

  static final List<Row> FIRST_ROOTS =
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

  static final List<Row> TARGETS =
      List.of(
          row(
              "targets signed by a delegate",
              scene -> parts("targets", signed(scene.targetsMetadata(3), scene.aKey)),
              "INVALID_UPDATE ErrBadTargets: " + THRESHOLD + "targets"),
          row(
              "a delegation signed by its parent",
              scene -> parts("targets/a", signed(scene.aMetadata(2), scene.targetsKey)),
              "INVALID_UPDATE ErrBadTargets: " + THRESHOLD + "targets/a"),
          row(
              "a role that nobody delegates to",
              scene -> parts("targets/nope", signed(targets(1), scene.targetsKey)),
              "INVALID_UPDATE ErrBadTargets: tuf: invalid role targets/nope. delegation does not"
                  + " exist"),
          row(
              "a role below one that nobody delegates to",
              scene -> parts("targets/nope/b", signed(targets(1), scene.bKey)),
              "INVALID_UPDATE ErrBadTargets: tuf: invalid role targets/nope/b. delegation does not"
                  + " exist"),
          row(
              "a role that this very update delegates to no more",
              scene ->
                  parts(
                      "targets/a", scene.aFile(2), "targets", signed(targets(3), scene.targetsKey)),
              "INVALID_UPDATE ErrBadTargets: tuf: invalid role targets/a. delegation does not exist"),
          row(
              "a role below one that lost its key in this very update",
              scene ->
                  parts(
                      "targets",
                      signed(
                          targets(
                              3,
                              Map.of(),
                              delegations(Map.of("targets/a", scene.stranger.shown()))),
                          scene.targetsKey),
                      "targets/a/b",
                      scene.bFile(1)),
              "INVALID_UPDATE ErrBadTargets: " + THRESHOLD + "targets/a"),
          row(
              "a delegation from a role that is not its parent",
              scene ->
                  parts(
                      "targets",
                      signed(
                          targets(
                              3,
                              Map.of(),
                              delegations(
                                  Map.of(
                                      "targets/a",
                                      scene.aKey.shown(),
                                      "targets/a/c",
                                      scene.bKey.shown()))),
                          scene.targetsKey),
                      "targets/a/c",
                      scene.bFile(1)),
              "INVALID_UPDATE ErrBadTargets: targets type metadata invalid: delegation role"
                  + " targets/a/c invalid"),
          row(
              "a delegation whose threshold nobody can reach",
              scene ->
                  parts(
                      "targets",
                      signed(
                          targets(
                              3,
                              Map.of(),
                              new Delegations(
                                  Map.of(scene.aKey.id(), scene.aKey.shown()),
                                  List.of(
                                      new DelegatedRole(
                                          Scene.A,
                                          new RoleKeys(
                                              List.of(scene.aKey.id(), scene.aKey.id()), 2),
                                          List.of(""))))),
                          scene.targetsKey)),
              "INVALID_UPDATE ErrBadTargets: targets type metadata invalid: threshold 2 of targets/a"
                  + " is more than its 1 keys"),
          row(
              "one key's signature twice where it takes two keys",
              scene -> {
                scene.publish(
                    Map.of(
                        Role.TARGETS,
                        signed(targets(3, Map.of(), twoOf(scene)), scene.targetsKey)));
                return parts("targets/a", signed(scene.aMetadata(2), scene.aKey, scene.aKey));
              },
              "MALFORMED_UPLOAD"));

  static final List<Row> SNAPSHOTS =
      List.of(
          row(
              "a snapshot without the new targets",
              scene ->
                  parts(
                      "targets",
                      scene.targetsFile(3),
                      "snapshot",
                      signed(scene.snapshotMetadata(3, Map.of()), scene.snapshotKey)),
              "INVALID_UPDATE ErrBadSnapshot: sha256 checksum for targets did not match: expected %s"),
          row(
              "new targets without a snapshot",
              scene -> parts("targets", scene.targetsFile(3)),
              "INVALID_UPDATE ErrBadHierarchy: no snapshot was included in update and server does"
                  + " not hold current snapshot key for repository [Str[value=snapshot]]"),
          row(
              "a snapshot of another root",
              scene ->
                  parts(
                      "snapshot",
                      signed(
                          scene.snapshotMetadata(3, Map.of(Role.ROOT, scene.root(2))),
                          scene.snapshotKey)),
              "INVALID_UPDATE ErrBadSnapshot: sha256 checksum for root did not match: expected %s"),
          row(
              "a snapshot of other targets",
              scene ->
                  parts(
                      "snapshot",
                      signed(
                          scene.snapshotMetadata(3, Map.of(Role.TARGETS, scene.targetsFile(3))),
                          scene.snapshotKey)),
              "INVALID_UPDATE ErrBadSnapshot: sha256 checksum for targets did not match: expected"
                  + " %s"),
          row(
              "a snapshot that leaves out a file of the update",
              scene ->
                  parts(
                      "targets/a/b",
                      scene.bFile(1),
                      "snapshot",
                      signed(scene.snapshotMetadata(3, Map.of()), scene.snapshotKey)),
              "INVALID_UPDATE ErrBadSnapshot: no checksums for supported algorithms were provided"
                  + " for targets/a/b"),
          row(
              "a snapshot signed by the targets key",
              scene ->
                  parts("snapshot", signed(scene.snapshotMetadata(3, Map.of()), scene.targetsKey)),
              "INVALID_UPDATE ErrBadSnapshot: " + THRESHOLD + "snapshot"));

  @ParameterizedTest
  @FieldSource({"UPLOADS", "ROOTS", "TARGETS"})
  void update_ofARepositoryWithServersSnapshots_isRefused(Row row) {
    Scene scene = Scene.withServersSnapshots();

    assertThat(Refusal.of(scene.accept(row.parts.apply(scene)))).isEqualTo(row.expected);
  }

  @ParameterizedTest
  @FieldSource("FIRST_ROOTS")
  void update_ofAnEmptyRepository_isRefused(Row row) {
    Scene scene = Scene.empty();

    assertThat(Refusal.of(scene.accept(row.parts.apply(scene)))).isEqualTo(row.expected);
  }

  @ParameterizedTest
  @FieldSource("SNAPSHOTS")
  void update_ofARepositoryWithClientsSnapshots_isRefused(Row row) {
    Scene scene = Scene.withClientsSnapshots();

    String refusal = Refusal.of(scene.accept(row.parts.apply(scene)));

    assertThat(refusal.replaceAll("[0-9a-f]{64}", "%s")).isEqualTo(row.expected);
  }

  @Test
  void refusal_ofWhateverWasSent_fitsIntoWhatClientsRead() {
    Scene scene = Scene.empty();
    for (String name :
        List.of("\u0001".repeat(5000), "\uD83D\uDE00".repeat(5000), "<\"\\".repeat(999))) {
      Refused refused = (Refused) scene.accept(List.of(new UploadedPart(name, new byte[6 << 20])));
      assertThat(length(refused)).isLessThan(900);

      refused = (Refused) scene.accept(List.of(new UploadedPart(name, new byte[0])));
      assertThat(refused.error()).isEqualTo(UpdateError.INVALID_ROLE);
      assertThat(length(refused)).isLessThan(900);
    }
  }

  private static int length(Refused refused) {
    return FileJson.text(refused.detail().orElseThrow()).getBytes(StandardCharsets.UTF_8).length;
  }

  private static Row row(
      String update, Function<Scene, List<UploadedPart>> parts, String expected) {
    return new Row(update, parts, expected);
  }

  private static String badRoot(String message) {
    return "INVALID_UPDATE ErrBadRoot: " + message;
  }

  private static List<UploadedPart> named(Scene scene, String name) {
    return parts(name, scene.targetsFile(3));
  }

  private static List<UploadedPart> parts(String name, SignedMetadata file) {
    return List.of(new UploadedPart(name, file.bytes()));
  }

  private static List<UploadedPart> parts(
      String name, SignedMetadata file, String secondName, SignedMetadata second) {
    return Stream.of(parts(name, file), parts(secondName, second)).flatMap(List::stream).toList();
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

  private static Delegations twoOf(Scene scene) {
    Map<KeyId, PublicKey> keys = new HashMap<>();
    List<KeyId> ids = new ArrayList<>();
    for (SigningKey key : List.of(scene.aKey, scene.bKey)) {
      keys.put(key.id(), key.shown());
      ids.add(key.id());
    }
    return new Delegations(
        keys, List.of(new DelegatedRole(Scene.A, new RoleKeys(ids, 2), List.of(""))));
  }
}
