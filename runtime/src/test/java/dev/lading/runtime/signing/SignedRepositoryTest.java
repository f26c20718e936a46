package dev.lading.runtime.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.Passphrases;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.TrustRoutes;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.Setting;
import dev.lading.runtime.trust.TrustFailure.AlreadyInitialized;
import dev.lading.runtime.trust.TrustFailure.KeyMissing;
import dev.lading.runtime.trust.TrustFailure.NotInitialized;
import dev.lading.runtime.trust.TrustFailure.NotPossible;
import dev.lading.runtime.trust.TrustPins;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.TrustStates;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publications to the registry's own rules, and what a reader that never saw them makes of it. */
class SignedRepositoryTest {
  private static final Delegation ALICE = new Delegation("targets/alice");
  private static final Target ONE = target("one");
  private static final Target TWO = target("two");
  private static final Passphrases SECRET = (_, _, _) -> Optional.of("passphrase".toCharArray());

  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();
  private final TrustServer server = new TrustServer(Setting.NOW);
  private final Transport transport = Setting.usual().transport();
  private final Gun gun = Gun.parse(server.host() + "/team/app");

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void first_signature_beginsTrustData() {
    Signed signed = owner().sign("1.0", ONE, List.of());

    assertThat(signed.begun()).isTrue();
    assertThat(signed.roles()).containsExactly(Role.TARGETS);
    assertThat(server.publications()).isEqualTo(1);
    assertThat(cold().root().version()).isEqualTo(MetadataVersion.FIRST);
    assertSigned("1.0", ONE, Role.TARGETS);
    assertThat(keys("owner").all().values())
        .containsExactlyInAnyOrder(
            new KeyLabel("root", Optional.empty()),
            new KeyLabel("targets", Optional.of(gun.toString())));
  }

  @Test
  void second_signature_addsToTheFirst() {
    owner().sign("1.0", ONE, List.of());

    Signed signed = owner().sign("2.0", TWO, List.of());

    assertThat(signed.begun()).isFalse();
    assertSigned("1.0", ONE, Role.TARGETS);
    assertSigned("2.0", TWO, Role.TARGETS);
  }

  @Test
  void severalRootKeys_areNotChosenFrom() {
    owner().init(Optional.empty());
    owner().rotate(Role.ROOT, Optional.empty());

    SignedRepository other = repository("owner", Gun.parse(server.host() + "/other"));

    assertThatThrownBy(() -> other.init(Optional.empty()))
        .isInstanceOf(NotPossible.class)
        .hasMessageContaining("--root-key");
  }

  @Test
  void init_twice_isRefused_andOneRootKeyServesManyRepositories() {
    owner().init(Optional.empty());
    assertThatThrownBy(() -> owner().init(Optional.empty())).isInstanceOf(AlreadyInitialized.class);

    repository("owner", Gun.parse(server.host() + "/other")).init(Optional.empty());

    assertThat(keys("owner").all().values())
        .filteredOn(label -> label.role().equals("root"))
        .hasSize(1);
  }

  @Test
  void revoked_isGone_andRevokingNothingSaysSo() {
    owner().sign("1.0", ONE, List.of());

    owner().revoke("1.0");

    assertThat(cold().targets().find("1.0", List.of(Role.TARGETS))).isEmpty();
    assertThatThrownBy(() -> owner().revoke("1.0")).isInstanceOf(NotPossible.class);
  }

  @Test
  void revoke_whereNothingIs_saysSo_andMakesNoKey() {
    assertThatThrownBy(() -> owner().revoke("1.0")).isInstanceOf(NotInitialized.class);
    assertThat(keys("owner").all()).isEmpty();
  }

  @Test
  void signer_signsWithoutTheOwnersKeys() {
    owner().init(Optional.empty());
    owner().delegate("alice", List.of(signerKey("alice")), List.of());

    Signed signed = repository("alice", gun).sign("1.0", ONE, List.of("alice"));

    assertThat(signed.roles()).containsExactly(ALICE, SigningRoles.RELEASES);
    assertSigned("1.0", ONE, ALICE);
    assertSigned("1.0", ONE, SigningRoles.RELEASES);
  }

  @Test
  void signature_withoutSigners_isByAllWhoseKeysAreHeld() {
    owner().init(Optional.empty());
    owner().delegate("alice", List.of(signerKey("alice")), List.of());
    owner().delegate("bob", List.of(signerKey("bob")), List.of("2"));

    assertThat(repository("alice", gun).sign("1.0", ONE, List.of()).roles())
        .containsExactly(ALICE, SigningRoles.RELEASES);
    assertThat(repository("bob", gun).sign("1.0", ONE, List.of()).roles())
        .containsExactly(SigningRoles.RELEASES);
    assertThatThrownBy(() -> owner().sign("1.0", ONE, List.of())).isInstanceOf(NotPossible.class);
  }

  @Test
  void signers_atTheBeginning_areDelegatedTo() {
    Signed signed = owner().sign("1.0", ONE, List.of("alice", "bob"));

    assertThat(signed.begun()).isTrue();
    assertThat(signed.roles())
        .containsExactly(ALICE, new Delegation("targets/bob"), SigningRoles.RELEASES);
    assertSigned("1.0", ONE, ALICE);
    assertThat(server.publications()).isEqualTo(1);
  }

  @Test
  void stranger_rotating_makesNoKey() {
    owner().init(Optional.empty());

    assertThatThrownBy(() -> repository("stranger", gun).rotate(Role.ROOT, Optional.empty()))
        .isInstanceOf(KeyMissing.class);

    assertThat(keys("stranger").all()).isEmpty();
  }

  @Test
  void signer_whoIsNone_isRefused() {
    owner().init(Optional.empty());

    assertThatThrownBy(() -> owner().sign("1.0", ONE, List.of("alice")))
        .isInstanceOf(NotPossible.class)
        .hasMessageContaining("alice");
  }

  @Test
  void signer_ofOtherTags_isRefused() {
    owner().init(Optional.empty());
    owner().delegate("bob", List.of(signerKey("bob")), List.of("2"));

    assertThatThrownBy(() -> repository("bob", gun).sign("1.0", ONE, List.of("bob")))
        .isInstanceOf(NotPossible.class)
        .hasMessageContaining("bob may not sign 1.0");
    assertThat(repository("bob", gun).sign("2.0", ONE, List.of("bob")).roles()).hasSize(2);
  }

  @Test
  void signer_takenAway_isBelievedNoMore_andMayComeBack() {
    owner().init(Optional.empty());
    owner().delegate("alice", List.of(signerKey("alice")), List.of());
    repository("alice", gun).sign("1.0", ONE, List.of());

    owner().undelegate("alice");
    assertThat(cold().targets().roles()).containsOnlyKeys(Role.TARGETS);
    assertThatThrownBy(() -> owner().undelegate("alice")).isInstanceOf(NotPossible.class);

    owner().delegate("alice", List.of(signerKey("alice again")), List.of());
    repository("alice again", gun).sign("1.0", TWO, List.of());
    assertSigned("1.0", TWO, ALICE);
  }

  /** A reader who saw the former versions and nothing in between must not find them falling. */
  @Test
  void signer_whoComesBackWithAnotherKey_goesOnWhereTheFormerWas() {
    owner().init(Optional.empty());
    owner().delegate("alice", List.of(signerKey("alice")), List.of());
    for (String tag : List.of("1.0", "2.0", "3.0")) {
      repository("alice", gun).sign(tag, ONE, List.of());
    }
    owner().undelegate("alice");
    owner().delegate("alice", List.of(signerKey("alice again")), List.of());

    repository("alice again", gun).sign("4.0", TWO, List.of());

    assertThat(version(ALICE)).isEqualTo(4);
    assertThat(version(SigningRoles.RELEASES)).isEqualTo(4);
    repository("alice again", gun).sign("5.0", TWO, List.of());
    assertThat(version(ALICE)).isEqualTo(5);
  }

  @Test
  void signerTakenAway_takesWhatNobodyElseSigned() {
    owner().init(Optional.empty());
    owner().delegate("alice", List.of(signerKey("alice")), List.of());
    owner().delegate("bob", List.of(repositoryKey("owner", "bob")), List.of());
    repository("alice", gun).sign("1.0", ONE, List.of());
    repository("alice", gun).sign("2.0", ONE, List.of());
    repository("alice", gun).sign("3.0", ONE, List.of());
    owner().sign("2.0", ONE, List.of("bob"));
    owner().sign("3.0", TWO, List.of("bob"));

    Undelegated gone = owner().undelegate("alice");

    assertThat(gone.dropped()).containsExactly("1.0");
    assertThat(cold().targets().signedBy(SigningRoles.RELEASES, "1.0")).isEmpty();
    assertSigned("2.0", ONE, SigningRoles.RELEASES);
    assertSigned("3.0", TWO, SigningRoles.RELEASES);
  }

  @Test
  void stranger_withoutKeys_isRefused_andPublishesNothing() {
    owner().sign("1.0", ONE, List.of());

    assertThatThrownBy(() -> repository("stranger", gun).sign("2.0", TWO, List.of()))
        .isInstanceOf(KeyMissing.class);

    assertThat(server.publications()).isEqualTo(1);
    assertThat(keys("stranger").all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "targets", "snapshot", "timestamp"})
  void rotated_key_signsFromThenOn(String name) {
    Role role = Role.parse(name);
    owner().sign("1.0", ONE, List.of());
    TrustReader warm = reader("warm");
    KeyId before = keyId(warm.get(gun, routes(gun)), role);

    owner().rotate(role, Optional.empty());

    assertThat(keyId(cold(), role)).isNotEqualTo(before);
    assertThat(keyId(warm.get(gun, routes(gun)), role)).isEqualTo(keyId(cold(), role));
    assertThat(cold().root().version()).isEqualTo(new MetadataVersion(2));
    owner().sign("2.0", TWO, List.of());
    assertSigned("1.0", ONE, Role.TARGETS);
    assertSigned("2.0", TWO, Role.TARGETS);
  }

  @Test
  void rootAndTargets_rotatedMoreThanOnce_areFollowed() {
    owner().sign("1.0", ONE, List.of());
    TrustReader warm = reader("warm");
    VerifiedTrust first = warm.get(gun, routes(gun));
    for (int i = 0; i < 3; i++) {
      owner().rotate(Role.ROOT, Optional.empty());
      owner().rotate(Role.TARGETS, Optional.empty());
    }

    assertThat(warm.get(gun, routes(gun)).root().version().number())
        .isEqualTo(first.root().version().number() + 6);
  }

  @Test
  void publication_thatIsOvertaken_isMadeAgain() {
    owner().sign("1.0", ONE, List.of());
    server.beforePublication(() -> owner().sign("2.0", TWO, List.of()));

    owner().sign("3.0", ONE, List.of());

    assertSigned("1.0", ONE, Role.TARGETS);
    assertSigned("2.0", TWO, Role.TARGETS);
    assertSigned("3.0", ONE, Role.TARGETS);
  }

  private PublicKey signerKey(String who) {
    return repositoryKey(who, who.startsWith("alice") ? "alice" : who);
  }

  private PublicKey repositoryKey(String who, String label) {
    SigningKeys keys = new SigningKeys(keys(who), SECRET, random);
    return keys.firstOrNew(new KeyLabel(label, Optional.empty()));
  }

  private void assertSigned(String tag, Target target, Role.TargetsRole role) {
    assertThat(cold().targets().signedBy(role, tag).orElseThrow().target()).isEqualTo(target);
  }

  private long version(Delegation role) {
    return Optional.ofNullable(cold().files().get(role)).orElseThrow().version();
  }

  private static KeyId keyId(VerifiedTrust trust, Role role) {
    return trust.root().role(role).keyIds().getFirst();
  }

  /** As somebody reads it who never saw it. */
  private VerifiedTrust cold() {
    return reader("cold " + random.nextLong()).get(gun, routes(gun));
  }

  private SignedRepository owner() {
    return repository("owner", gun);
  }

  private SignedRepository repository(String who, Gun of) {
    return new SignedRepository(
        of,
        routes(of),
        reader(who),
        new SigningKeys(keys(who), SECRET, random),
        () -> Setting.NOW,
        random);
  }

  private TrustReader reader(String who) {
    return new TrustReader(
        new TrustStates(folder.resolve(who).resolve("state")),
        TrustPins.NONE,
        (_, _) -> true,
        () -> Setting.NOW);
  }

  private KeyFolder keys(String who) {
    return new KeyFolder(folder.resolve(who), random);
  }

  private TrustRoutes routes(Gun of) {
    return Setting.usual().client(RegistryHost.parse(of.host()), transport).trust(of.toString());
  }

  private static Target target(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Target.of(Digest.of(Algorithm.SHA256, bytes), bytes.length);
  }
}
