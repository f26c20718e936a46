package dev.lading.trust.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lading.trust.Role;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.Vectors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file that the real tools wrote. */
class RecordedFilesTest {
  /** All but those that notary refused, whose custom data is not canonical, and one with a null. */
  static List<String> canonicalFiles() throws IOException, URISyntaxException {
    Path root = Path.of(Objects.requireNonNull(Vectors.class.getResource("vectors/")).toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".json") && file.contains("/"))
          .filter(file -> !file.contains("-rejected/") && !file.contains("null-roles"))
          .sorted()
          .toList();
    }
  }

  @Test
  void recordedFiles_areMany() throws IOException, URISyntaxException {
    assertThat(canonicalFiles()).hasSizeGreaterThan(80);
  }

  @ParameterizedTest
  @MethodSource("canonicalFiles")
  void file_readAndWritten_isTheSameByteForByte(String path) {
    SignedMetadata file = SignedMetadata.read(Vectors.bytes(path));

    SignedMetadata written = SignedMetadata.write(read(file, role(path)), file.signatures());

    assertThat(new String(written.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(new String(Vectors.bytes(path), StandardCharsets.UTF_8));
    assertThat(written.canonical()).isEqualTo(file.canonical());
    assertThat(written.meta()).isEqualTo(FileMeta.of(Vectors.bytes(path)));
  }

  @Test
  void targets_afterTheLastDelegationWasRemoved_haveNullForRoles() {
    SignedMetadata file =
        SignedMetadata.read(Vectors.bytes("ed25519-server/targets.v4-null-roles.json"));

    TargetsMetadata targets = TargetsMetadata.of(file, Role.TARGETS);

    assertThat(targets.delegations().roles()).isEmpty();
    assertThat(targets.version().number()).isEqualTo(4);
  }

  @Test
  void targets_withUnusualNames_keepThem() {
    SignedMetadata file = SignedMetadata.read(Vectors.bytes("unicode-targets.json"));

    assertThat(TargetsMetadata.of(file, Role.TARGETS).targets())
        .containsKeys("", "\uFFEE", "\uD83D\uDE00");
  }

  @Test
  void root_readFromAFile_saysWhatItSays() {
    RootMetadata root =
        RootMetadata.of(SignedMetadata.read(Vectors.bytes("rotate/08-accepted/root.v5.json")));

    assertThat(root.version().number()).isEqualTo(5);
    assertThat(root.role(Role.ROOT).keyIds()).hasSize(1);
    assertThat(root.role(Role.TIMESTAMP).threshold()).isEqualTo(1);
    assertThat(root.keys().keySet()).containsAll(root.role(Role.TARGETS).keyIds());
  }

  @Test
  void delegations_readFromAFile_keepTheirOrderAndPaths() {
    SignedMetadata file = SignedMetadata.read(Vectors.bytes("rotate/03-accepted/targets.v4.json"));

    Delegations delegations = TargetsMetadata.of(file, Role.TARGETS).delegations();

    assertThat(delegations.roles())
        .extracting(role -> role.name().text(), DelegatedRole::paths)
        .containsExactly(
            tuple("targets/releases", List.of("")), tuple("targets/alice", List.of("v", "rel/")));
  }

  private static Metadata read(SignedMetadata file, Role role) {
    return switch (role) {
      case Role.Root root -> RootMetadata.of(file);
      case TargetsRole targets -> TargetsMetadata.of(file, targets);
      case Role.Snapshot snapshot -> SnapshotMetadata.of(file);
      case Role.Timestamp timestamp -> TimestampMetadata.of(file);
    };
  }

  private static Role role(String path) {
    String name = Path.of(path).getFileName().toString();
    String role = name.substring(0, name.indexOf('.'));
    return Role.parse(role.equals("targets_a") ? "targets/a" : role.replace("__", "/"));
  }
}
