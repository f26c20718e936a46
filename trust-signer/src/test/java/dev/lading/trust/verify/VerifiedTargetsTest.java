package dev.lading.trust.verify;

import static dev.lading.trust.Author.delegated;
import static dev.lading.trust.Author.signed;
import static dev.lading.trust.Author.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.TrustException.HashMismatch;
import dev.lading.trust.TrustException.HashMissing;
import dev.lading.trust.TrustException.SignaturesMissing;
import dev.lading.trust.TrustException.ThresholdNotMet;
import dev.lading.trust.TrustException.VersionTooLow;
import dev.lading.trust.Vectors;
import dev.lading.trust.certificate.RootCertificate;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.FileMeta;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifiedTargetsTest {
  private static final Gun GUN = Gun.parse("reg.example.com/team/app");
  private static final Delegation RELEASES = new Delegation("targets/releases");
  private static final Delegation ALICE = new Delegation("targets/alice");
  private static final Delegation DEEP = new Delegation("targets/alice/deep");
  private static final List<TargetsRole> RELEASES_FIRST = List.of(RELEASES, Role.TARGETS);

  private final SigningKey rootKey = Author.rootKey(GUN);
  private final SigningKey key = Author.key();
  private final SigningKey releases = Author.key();
  private final SigningKey alice = Author.key();
  private final SigningKey deep = Author.key();
  private final SigningKey server = Author.key();
  private final RootMetadata root =
      Author.root(1, rootKey.shown(), key.shown(), server.shown(), server.shown());
  private final Map<Role, SignedMetadata> files = new HashMap<>();

  VerifiedTargetsTest() {
    files.put(Role.ROOT, signed(root, rootKey));
    put(
        Role.TARGETS,
        key,
        Map.of("v1", target("v1"), "v2", target("top")),
        delegated("targets/releases", releases.shown(), ""),
        delegated("targets/alice", alice.shown(), "v", "alice/"));
    put(RELEASES, releases, Map.of("v2", target("v2"), "v3", target("v3")));
    put(
        ALICE,
        alice,
        Map.of("v2", target("v2"), "other", target("other"), "alice/x", target("x")),
        delegated("targets/alice/deep", deep.shown(), "alice/d", "w", ""));
    put(DEEP, deep, Map.of("alice/d1", target("d"), "alice/e", target("e"), "v9", target("v9")));
  }

  @Test
  void name_isAskedOfReleasesFirst() {
    VerifiedTargets targets = read();

    assertThat(targets.find("v1", RELEASES_FIRST))
        .contains(new SignedTarget("v1", Role.TARGETS, target("v1")));
    assertThat(targets.find("v2", RELEASES_FIRST))
        .contains(new SignedTarget("v2", RELEASES, target("v2")));
    assertThat(targets.find("v3", RELEASES_FIRST))
        .contains(new SignedTarget("v3", RELEASES, target("v3")));
    assertThat(targets.find("alice/x", RELEASES_FIRST)).isEmpty();
    assertThat(targets.find("v3", List.of(Role.TARGETS))).isEmpty();
    assertThat(targets.all(RELEASES_FIRST))
        .extracting(SignedTarget::name)
        .containsExactlyInAnyOrder("v1", "v2", "v3");
  }

  @Test
  void delegation_isBelievedForItsPathsOnly() {
    VerifiedTargets targets = read();

    assertThat(targets.signedBy(ALICE, "v2")).isPresent();
    assertThat(targets.signedBy(ALICE, "alice/x")).isPresent();
    assertThat(targets.signedBy(ALICE, "other")).isEmpty();
    assertThat(targets.all(List.of(ALICE)))
        .extracting(SignedTarget::name)
        .containsExactlyInAnyOrder("v2", "alice/x");
  }

  @Test
  void delegation_isBelievedForNothingThatItsParentIsNot() {
    VerifiedTargets targets = read();

    assertThat(targets.roles().get(DEEP))
        .isNotNull()
        .returns(List.of("alice/d"), VerifiedTargets.Share::paths);
    assertThat(targets.signedBy(DEEP, "alice/d1")).isPresent();
    assertThat(targets.signedBy(DEEP, "alice/e")).isEmpty();
    assertThat(targets.signedBy(DEEP, "v9")).isEmpty();
  }

  @Test
  void delegation_withoutPaths_isBelievedForNothing() {
    put(
        Role.TARGETS,
        key,
        Map.of(),
        new DelegatedRole(RELEASES, Author.keys(1, releases.shown()), List.of()));

    assertThat(read().signedBy(RELEASES, "v3")).isEmpty();
  }

  @Test
  void signers_areTheRolesThatSignedTheSameManifest() {
    VerifiedTargets targets = read();
    var digest = target("v2").sha256().orElseThrow();

    assertThat(targets.signed(RELEASES, "v2", digest)).isTrue();
    assertThat(targets.signed(ALICE, "v2", digest)).isTrue();
    assertThat(targets.signed(Role.TARGETS, "v2", digest)).isFalse();
    assertThat(targets.signed(RELEASES, "v3", digest)).isFalse();
  }

  @Test
  void delegation_thatExpired_isSkippedWithAllBelowIt() {
    files.put(
        ALICE,
        signed(
            new TargetsMetadata(
                MetadataVersion.FIRST,
                Author.NOW.minusNanos(1),
                Map.of("v2", target("v2")),
                delegations(delegated("targets/alice/deep", deep.shown(), ""))),
            alice));

    VerifiedTargets targets = read();

    assertThat(targets.roles()).containsOnlyKeys(Role.TARGETS, RELEASES);
    assertThat(targets.skipped()).containsOnlyKeys(ALICE);
    assertThat(targets.skipped().get(ALICE)).isInstanceOf(Expired.class);
  }

  @Test
  void delegation_thatIsNotProperlySigned_isSkipped() {
    files.put(RELEASES, signed(Author.targets(1), alice));
    files.put(ALICE, signed(Author.targets(1)));

    VerifiedTargets targets = read();

    assertThat(targets.roles()).containsOnlyKeys(Role.TARGETS);
    assertThat(targets.skipped().get(RELEASES)).isInstanceOf(ThresholdNotMet.class);
    assertThat(targets.skipped().get(ALICE)).isInstanceOf(SignaturesMissing.class);
  }

  /** Else each false one would cost a verification, and a file has room for thousands. */
  @Test
  void signatures_ofOneKey_areTriedOnce() {
    TargetsMetadata said = Author.targets(1);
    Signature other = alice.sign(Author.targets(2));
    files.put(ALICE, SignedMetadata.write(said, List.of(other, alice.sign(said))));
    files.put(RELEASES, SignedMetadata.write(said, List.of(other, releases.sign(said))));

    VerifiedTargets targets = read();

    assertThat(targets.roles()).containsOnlyKeys(Role.TARGETS, RELEASES);
    assertThat(targets.skipped().get(ALICE)).isInstanceOf(ThresholdNotMet.class);
  }

  @Test
  void delegation_withoutAFile_isSkipped() {
    files.remove(RELEASES);

    assertThat(read().skipped()).containsOnlyKeys(RELEASES);
  }

  @Test
  void delegation_whoseFileIsAnother_spoilsAll() {
    SnapshotMetadata snapshot = Author.snapshot(1, files);
    put(RELEASES, releases, Map.of("v2", target("old")));

    assertThatExceptionOfType(HashMismatch.class)
        .isThrownBy(() -> VerifiedTargets.read(root, snapshot, this::find, Author.NOW));
  }

  @Test
  void file_thatIsNowhere_spoilsAll() {
    SnapshotMetadata snapshot = Author.snapshot(1, files);

    assertThatExceptionOfType(HashMissing.class)
        .isThrownBy(
            () ->
                VerifiedTargets.read(root, snapshot, (role, meta) -> Optional.empty(), Author.NOW));
  }

  @Test
  void targets_thatExpiredOrAreNotSigned_spoilAll() {
    SnapshotMetadata snapshot = Author.snapshot(1, files);

    assertThatExceptionOfType(Expired.class)
        .isThrownBy(
            () -> VerifiedTargets.read(root, snapshot, this::find, Author.LATER.plusNanos(1)));
    files.put(Role.TARGETS, signed(Author.targets(1), alice));
    assertThatExceptionOfType(ThresholdNotMet.class).isThrownBy(this::read);
  }

  @Test
  void view_holdsUntilTheFirstOfItsFilesExpires() {
    Instant soon = Author.NOW.plusSeconds(60);
    files.put(
        RELEASES,
        signed(
            new TargetsMetadata(MetadataVersion.FIRST, soon, Map.of(), Delegations.NONE),
            releases));

    assertThat(read().expires()).isEqualTo(soon);
  }

  @Test
  void timestampAndSnapshot_olderThanSeenBefore_areRefused() {
    SignedMetadata snapshotFile = signed(Author.snapshot(4, files), server);
    SignedMetadata file = signed(Author.timestamp(7, snapshotFile), server);
    TimestampMetadata timestamp =
        Verified.timestamp(root, file, new MetadataVersion(7), Author.NOW);

    assertThat(Verified.snapshot(root, timestamp, snapshotFile, new MetadataVersion(4), Author.NOW))
        .isNotNull();
    assertThatExceptionOfType(VersionTooLow.class)
        .isThrownBy(() -> Verified.timestamp(root, file, new MetadataVersion(8), Author.NOW))
        .withMessage("version 7 is lower than current version 8");
    assertThatExceptionOfType(VersionTooLow.class)
        .isThrownBy(
            () ->
                Verified.snapshot(
                    root, timestamp, snapshotFile, new MetadataVersion(5), Author.NOW));
  }

  @Test
  void snapshot_thatTheTimestampDoesNotName_isRefused() {
    SignedMetadata named = signed(Author.snapshot(4, files), server);
    SignedMetadata other = signed(Author.snapshot(5, files), server);
    TimestampMetadata timestamp = Author.timestamp(1, named);

    assertThatExceptionOfType(HashMismatch.class)
        .isThrownBy(
            () -> Verified.snapshot(root, timestamp, other, MetadataVersion.FIRST, Author.NOW));
  }

  @Test
  void timestamp_isBelievedToTheLastMoment() {
    SignedMetadata file =
        signed(Author.timestamp(1, signed(Author.snapshot(1, files), server)), server);
    Instant end = Author.NOW.plus(Duration.ofDays(14));

    assertThat(Verified.timestamp(root, file, MetadataVersion.FIRST, end)).isNotNull();
    assertThatExceptionOfType(Expired.class)
        .isThrownBy(() -> Verified.timestamp(root, file, MetadataVersion.FIRST, end.plusNanos(1)));
  }

  /** Its delegation was removed and made again for another key; the old file is still there. */
  @Test
  void recordedRepository_isReadFromRootToTags() {
    RootMetadata recorded =
        Roots.first(
            recorded("ed25519-server/root.json"),
            Gun.parse(commonName()),
            RootPins.NONE,
            Vectors.NOW);
    TimestampMetadata timestamp =
        Verified.timestamp(
            recorded,
            recorded("ed25519-server/timestamp.json"),
            MetadataVersion.FIRST,
            Vectors.NOW);
    SnapshotMetadata snapshot =
        Verified.snapshot(
            recorded,
            timestamp,
            recorded("ed25519-server/snapshot.json"),
            MetadataVersion.FIRST,
            Vectors.NOW);

    VerifiedTargets targets =
        VerifiedTargets.read(recorded, snapshot, VerifiedTargetsTest::recordedFile, Vectors.NOW);

    assertThat(targets.roles()).containsOnlyKeys(Role.TARGETS);
    assertThat(targets.skipped()).containsOnlyKeys(new Delegation("targets/a"));
    assertThat(targets.skipped().values()).hasOnlyElementsOfType(ThresholdNotMet.class);
  }

  private static Optional<byte[]> recordedFile(TargetsRole role, FileMeta meta) {
    String name = role.text().replace('/', '_');
    for (String file : List.of(name + ".json", name + ".v4-null-roles.json")) {
      String path = "ed25519-server/" + file;
      if (Vectors.exists(path) && FileMeta.of(Vectors.bytes(path)).equals(meta)) {
        return Optional.of(Vectors.bytes(path));
      }
    }
    return Optional.empty();
  }

  private static String commonName() {
    RootMetadata root = RootMetadata.of(recorded("ed25519-server/root.json"));
    PublicKey key = root.keys().get(root.role(Role.ROOT).keyIds().getFirst());
    return RootCertificate.of(Objects.requireNonNull(key)).commonName().orElseThrow();
  }

  private static SignedMetadata recorded(String path) {
    return SignedMetadata.read(Vectors.bytes(path));
  }

  private VerifiedTargets read() {
    return VerifiedTargets.read(root, Author.snapshot(1, files), this::find, Author.NOW);
  }

  private Optional<byte[]> find(TargetsRole role, FileMeta meta) {
    return Optional.ofNullable(files.get(role)).map(SignedMetadata::bytes);
  }

  private void put(
      TargetsRole role, SigningKey by, Map<String, Target> targets, DelegatedRole... roles) {
    files.put(role, signed(Author.targets(1, targets, delegations(roles)), by));
  }

  private Delegations delegations(DelegatedRole... roles) {
    Map<KeyId, PublicKey> keys = new HashMap<>();
    for (SigningKey each : List.of(releases, alice, deep)) {
      keys.put(each.id(), each.shown());
    }
    return new Delegations(keys, Arrays.asList(roles));
  }
}
