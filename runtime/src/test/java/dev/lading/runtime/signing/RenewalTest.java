package dev.lading.runtime.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.Passphrases;
import dev.lading.runtime.keys.UnusableKey;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.TrustRoutes;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.Setting;
import dev.lading.runtime.trust.TrustFailure.NotPossible;
import dev.lading.runtime.trust.TrustFailure.Unbelievable;
import dev.lading.runtime.trust.TrustPins;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.TrustStates;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.TrustException.RootUntrusted;
import dev.lading.trust.certificate.CertificateIssue;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.verify.RootPins;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Years go by: targets live for three, root and its certificate for ten. Only who signs may read
 * what is over, and only where the keys are theirs.
 */
class RenewalTest {
  private static final Delegation ALICE = new Delegation("targets/alice");
  private static final Target IMAGE = target();
  private static final Passphrases SECRET = (_, _, _) -> Optional.of("passphrase".toCharArray());
  private static final Duration TARGETS_LIFE = Duration.ofDays(1095);
  private static final Duration ROOT_LIFE = Duration.ofDays(3650);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();
  private Instant now = Setting.NOW;
  private final TrustServer server = new TrustServer(() -> now);
  private final Transport transport = Setting.usual().transport();
  private final Gun gun = Gun.parse(server.host() + "/team/app");

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void expiredTargets_areBelievedByNobody_andSignedAgainByTheirOwner() {
    owner().sign("1.0", IMAGE, List.of());
    Instant until = cold().root().expires();
    pass(TARGETS_LIFE.plus(DAY));
    assertExpired(this::cold);

    Signed signed = owner().sign("2.0", IMAGE, List.of());

    assertThat(signed.renewed())
        .containsExactly(Map.entry(Role.TARGETS, Setting.NOW.plus(TARGETS_LIFE)));
    assertThat(cold().targets().signedBy(Role.TARGETS, "1.0")).isPresent();
    assertThat(cold().targets().signedBy(Role.TARGETS, "2.0")).isPresent();
    assertThat(cold().root().expires()).isEqualTo(until);
  }

  @Test
  void expiredTargets_areNoneOfAStrangersBusiness() {
    owner().sign("1.0", IMAGE, List.of());
    owner().delegate("alice", List.of(signerKey("alice")), List.of());
    pass(TARGETS_LIFE.plus(DAY));

    assertExpired(() -> repository("stranger", SECRET).sign("2.0", IMAGE, List.of()));
    assertExpired(() -> repository("alice", SECRET).sign("2.0", IMAGE, List.of()));

    assertThat(server.publications()).isEqualTo(2);
  }

  @Test
  void expiredDelegation_isSignedAgainByTheSigner() {
    owner().init(Optional.empty());
    owner().delegate("alice", List.of(signerKey("alice")), List.of());
    repository("alice", SECRET).sign("1.0", IMAGE, List.of());
    pass(TARGETS_LIFE.minus(DAY));
    owner().delegate("bob", List.of(signerKey("bob")), List.of());
    pass(DAY.multipliedBy(2));
    assertThat(cold().targets().skipped()).containsKey(ALICE);

    Signed signed = repository("alice", SECRET).sign("2.0", IMAGE, List.of());

    assertThat(signed.renewed()).containsOnlyKeys(ALICE, SigningRoles.RELEASES);
    assertThat(cold().targets().signedBy(ALICE, "1.0")).isPresent();
    assertThat(cold().targets().signedBy(ALICE, "2.0")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", "owner elsewhere"})
  void expiredRoot_isPublishedAnew_andThenTheRest(String who) {
    owner().sign("1.0", IMAGE, List.of());
    TrustReader warm = reader("warm", TrustPins.NONE);
    KeyId key = rootKey(warm.get(gun, routes()));
    copyKeys("owner", who);
    for (Duration late : List.of(DAY, DAY.multipliedBy(30))) {
      pass(ROOT_LIFE.plus(late));
      assertExpired(() -> warm.get(gun, routes()));

      Signed signed = repository(who, reader(who, pin(key)), SECRET).sign("2.0", IMAGE, List.of());

      assertThat(signed.renewed()).containsOnlyKeys(Role.ROOT, Role.TARGETS);
      assertThat(cold().root().expires()).isEqualTo(now.plus(ROOT_LIFE));
      assertThat(rootKey(cold())).isEqualTo(key);
      assertThat(rootKey(warm.get(gun, routes()))).isEqualTo(key);
      assertThat(cold().targets().signedBy(Role.TARGETS, "1.0")).isPresent();
    }
  }

  @Test
  void expiredRoot_thatIsNeitherRememberedNorPinned_staysExpired() {
    owner().sign("1.0", IMAGE, List.of());
    copyKeys("owner", "owner elsewhere");
    pass(ROOT_LIFE.plus(DAY));

    assertThatThrownBy(() -> repository("owner elsewhere", SECRET).sign("2.0", IMAGE, List.of()))
        .isInstanceOf(Unbelievable.class);

    assertThat(server.publications()).isEqualTo(1);
  }

  @Test
  void expiredRoot_whoseKeyIsNotHere_staysExpired() {
    owner().sign("1.0", IMAGE, List.of());
    pass(ROOT_LIFE.plus(DAY));

    assertThatThrownBy(() -> repository("stranger", SECRET).sign("2.0", IMAGE, List.of()))
        .isInstanceOf(Unbelievable.class);

    assertThat(server.publications()).isEqualTo(1);
  }

  @Test
  void expiredRoot_isHeldAgainstThePins_allTheSame() {
    owner().sign("1.0", IMAGE, List.of());
    pass(ROOT_LIFE.plus(DAY));
    TrustReader fresh = reader("fresh", pin(new KeyId("0".repeat(64))));

    assertThatThrownBy(() -> repository("owner", fresh, SECRET).sign("2.0", IMAGE, List.of()))
        .isInstanceOfSatisfying(
            Unbelievable.class, e -> assertThat(e.reason()).isInstanceOf(RootUntrusted.class));

    assertThat(server.publications()).isEqualTo(1);
  }

  @Test
  void expiredRoot_withASnapshotKeyOfOnesOwn_isPublishedWithASnapshot() {
    ownSnapshot();
    owner().sign("1.0", IMAGE, List.of());
    TrustReader elsewhere = reader("owner elsewhere", pin(rootKey(cold())));
    copyKeys("owner", "owner elsewhere");
    pass(ROOT_LIFE.plus(DAY));

    assertThatThrownBy(
            () -> repository("owner elsewhere", elsewhere, SECRET).sign("2.0", IMAGE, List.of()))
        .isInstanceOf(NotPossible.class);
    owner().sign("2.0", IMAGE, List.of());

    assertThat(cold().targets().signedBy(Role.TARGETS, "1.0")).isPresent();
    assertThat(cold().targets().signedBy(Role.TARGETS, "2.0")).isPresent();
  }

  @Test
  void whatExpiresSoon_isSignedAnew_withWhateverElseIs() {
    owner().init(Optional.empty());
    owner().delegate("alice", List.of(signerKey("owner")), List.of());
    pass(TARGETS_LIFE.minus(DAY.multipliedBy(181)));
    assertThat(owner().sign("1.0", IMAGE, List.of()).renewed()).isEmpty();

    pass(DAY.multipliedBy(2));
    Signed signed = owner().sign("2.0", IMAGE, List.of());

    assertThat(signed.renewed())
        .containsExactly(Map.entry(Role.TARGETS, Setting.NOW.plus(TARGETS_LIFE)));
    assertThat(signed.due(now)).isEmpty();
    assertThat(server.publications()).isEqualTo(4);
  }

  @Test
  void rootThatExpiresSoon_isSignedAnew_inTheSamePublication() {
    owner().sign("1.0", IMAGE, List.of());
    for (int year = 1; year < 10; year++) {
      pass(Duration.ofDays(365));
      owner().sign(year + ".0", IMAGE, List.of());
    }
    pass(Duration.ofDays(200));

    Signed signed = owner().sign("10.0", IMAGE, List.of());

    assertThat(signed.renewed()).containsOnlyKeys(Role.ROOT);
    assertThat(signed.trust().root().expires()).isEqualTo(now.plus(ROOT_LIFE));
    assertThat(server.publications()).isEqualTo(11);
  }

  @Test
  void whatExpiresSoon_andCannotBeOpened_isSaid() {
    owner().init(Optional.empty());
    owner().delegate("alice", List.of(signerKey("owner")), List.of());
    pass(TARGETS_LIFE.minus(DAY));

    Signed signed = repository("owner", alices()).sign("1.0", IMAGE, List.of());

    assertThat(signed.renewed()).isEmpty();
    assertThat(signed.due(now)).containsOnlyKeys(Role.TARGETS);
  }

  @Test
  void expiredTargets_whoseKeyCannotBeOpened_stayExpired() {
    owner().init(Optional.empty());
    owner().delegate("alice", List.of(signerKey("owner")), List.of());
    pass(TARGETS_LIFE.plus(DAY));

    assertThatThrownBy(() -> repository("owner", alices()).sign("1.0", IMAGE, List.of()))
        .isInstanceOf(UnusableKey.class);

    assertThat(server.publications()).isEqualTo(2);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  /** As notary begins repositories: the snapshot's key is the owner's. */
  private void ownSnapshot() {
    SigningKeys keys = new SigningKeys(keys("owner"), SECRET, random);
    Map<Role, PublicKey> byRole = new LinkedHashMap<>();
    PrivateKey root = keys.create(SigningKeys.label(Role.ROOT, gun.toString()), KeyType.ECDSA);
    byRole.put(Role.ROOT, CertificateIssue.selfSigned(root, gun, now, random));
    for (Role role : List.of(Role.TARGETS, Role.SNAPSHOT)) {
      byRole.put(
          role, keys.create(SigningKeys.label(role, gun.toString()), KeyType.ECDSA).publicKey());
    }
    byRole.put(Role.TIMESTAMP, ServerKey.read(routes().key("timestamp")));
    routes().publish(Draft.beginning(gun, RootChange.first(byRole, now)).parts(keys, now));
  }

  private void copyKeys(String from, String to) {
    if (!from.equals(to)) {
      keys(from)
          .all()
          .forEach(
              (id, label) ->
                  keys(to).put(label, keys(from).get(id, SECRET), "passphrase".toCharArray()));
    }
  }

  private TrustPins pin(KeyId root) {
    return new TrustPins(Map.of(gun.toString(), new RootPins(Set.of(root))));
  }

  private PublicKey signerKey(String who) {
    return new SigningKeys(keys(who), SECRET, random)
        .firstOrNew(new KeyLabel("alice", Optional.empty()));
  }

  private static Passphrases alices() {
    return (label, _, _) ->
        label.role().equals("alice") ? Optional.of("passphrase".toCharArray()) : Optional.empty();
  }

  private static void assertExpired(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            Unbelievable.class, e -> assertThat(e.reason()).isInstanceOf(Expired.class));
  }

  private static KeyId rootKey(VerifiedTrust trust) {
    KeyId id = trust.root().role(Role.ROOT).keyIds().getFirst();
    return Optional.ofNullable(trust.root().keys().get(id)).orElseThrow().canonicalId();
  }

  /** As somebody reads it who never saw it. */
  private VerifiedTrust cold() {
    return reader("cold " + random.nextLong(), TrustPins.NONE).get(gun, routes());
  }

  private SignedRepository owner() {
    return repository("owner", SECRET);
  }

  private SignedRepository repository(String who, Passphrases passphrases) {
    return repository(who, reader(who, TrustPins.NONE), passphrases);
  }

  private SignedRepository repository(String who, TrustReader reader, Passphrases passphrases) {
    SigningKeys keys = new SigningKeys(keys(who), passphrases, random);
    return new SignedRepository(gun, routes(), reader, keys, () -> now, random);
  }

  private TrustReader reader(String who, TrustPins pins) {
    TrustStates states = new TrustStates(folder.resolve(who).resolve("state"));
    return new TrustReader(states, pins, (_, _) -> true, () -> now);
  }

  private KeyFolder keys(String who) {
    return new KeyFolder(folder.resolve(who), random);
  }

  private TrustRoutes routes() {
    return Setting.usual().client(RegistryHost.parse(gun.host()), transport).trust(gun.toString());
  }

  private static Target target() {
    byte[] bytes = "image".getBytes(StandardCharsets.UTF_8);
    return Target.of(Digest.of(Algorithm.SHA256, bytes), bytes.length);
  }
}
