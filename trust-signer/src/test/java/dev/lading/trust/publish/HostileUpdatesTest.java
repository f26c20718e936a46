package dev.lading.trust.publish;

import static dev.lading.trust.Author.delegations;
import static dev.lading.trust.Author.signed;
import static dev.lading.trust.Author.targets;
import static dev.lading.trust.publish.HostileUpdate.THRESHOLD;
import static dev.lading.trust.publish.HostileUpdate.parts;
import static dev.lading.trust.publish.HostileUpdate.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Role;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.publish.UpdateResult.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Updates whose every file may be sound by itself, and how the server refuses them all the same.
 */
class HostileUpdatesTest {
  static final List<HostileUpdate> UPLOADS =
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

  static final List<HostileUpdate> TARGETS =
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

  static final List<HostileUpdate> SNAPSHOTS =
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
  @FieldSource({"UPLOADS", "TARGETS"})
  void update_ofARepositoryWithServersSnapshots_isRefused(HostileUpdate row) {
    Scene scene = Scene.withServersSnapshots();

    assertThat(Refusal.of(scene.accept(row.parts().apply(scene)))).isEqualTo(row.expected());
  }

  @ParameterizedTest
  @FieldSource("SNAPSHOTS")
  void update_ofARepositoryWithClientsSnapshots_isRefused(HostileUpdate row) {
    Scene scene = Scene.withClientsSnapshots();

    String refusal = Refusal.of(scene.accept(row.parts().apply(scene)));

    assertThat(refusal.replaceAll("[0-9a-f]{64}", "%s")).isEqualTo(row.expected());
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

  private static List<UploadedPart> named(Scene scene, String name) {
    return parts(name, scene.targetsFile(3));
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
