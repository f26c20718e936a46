package dev.lading.trust.signer;

import static dev.lading.trust.signer.SignerFixture.GUN;
import static dev.lading.trust.signer.SignerFixture.OTHER;
import static dev.lading.trust.signer.SignerFixture.snapshot;
import static dev.lading.trust.signer.SignerFixture.timestamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.storage.Key;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.SigningFault;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.ServerMetadata;
import dev.lading.trust.metadata.Signature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedRoleSignerTest {
  private final SignerFixture shared = new SignerFixture();
  private final SealedRoleSigner signer = shared.signer();

  @ParameterizedTest
  @EnumSource(names = {"ECDSA", "ED25519"})
  void signature_isOfTheKeyThatWasHandedOut(KeyType type) {
    PublicKey key = signer.pending(GUN, Role.TIMESTAMP, type);
    assertThat(key.keyType()).contains(type);
    Signature signature = signer.sign(GUN, key.id(), timestamp(1));
    assertThat(signature.keyId()).isEqualTo(key.id().hex());
    assertThat(signature.isBy(key, CanonicalJson.encode(timestamp(1).json()))).isTrue();
    assertThat(signature.isBy(key, CanonicalJson.encode(timestamp(2).json()))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA", "ECDSA_X509", "RSA_X509"})
  void key_ofATypeThatNoServerSignsWith_isNotMade(KeyType type) {
    assertThatThrownBy(() -> signer.pending(GUN, Role.TIMESTAMP, type))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(sealedKeys()).isEmpty();
  }

  @Test
  void pendingKey_isTheSameUntilItHasSigned() {
    PublicKey first = pending(signer);
    assertThat(pending(signer)).isEqualTo(first);
    assertThat(pending(shared.signer())).isEqualTo(first);
    assertThat(sealedKeys()).hasSize(1);
    signer.sign(GUN, first.id(), timestamp(1));
    PublicKey second = pending(signer);
    assertThat(second).isNotEqualTo(first);
    assertThat(pending(shared.signer())).isEqualTo(second);
    assertThat(pending(signer)).isEqualTo(second);
    assertThat(sealedKeys()).hasSize(2);
  }

  @Test
  void pendingKey_isOnePerRepositoryRoleAndType() {
    List<PublicKey> keys =
        List.of(
            pending(signer),
            signer.pending(GUN, Role.SNAPSHOT, KeyType.ECDSA),
            signer.pending(OTHER, Role.TIMESTAMP, KeyType.ECDSA),
            signer.pending(GUN, Role.TIMESTAMP, KeyType.ED25519));
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(pending(signer)).isEqualTo(keys.getFirst());
    assertThat(signer.pending(GUN, Role.TIMESTAMP, KeyType.ED25519)).isEqualTo(keys.getLast());
    assertThat(sealedKeys()).hasSize(4);
  }

  @Test
  void pendingKey_ofReplicasThatAskAtOnce_isOne() throws Exception {
    for (int round = 0; round < 50; round++) {
      Gun gun = Gun.parse("localhost:5000/round" + round);
      CyclicBarrier start = new CyclicBarrier(4);
      List<Future<PublicKey>> asked = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int replica = 0; replica < 4; replica++) {
          SealedRoleSigner each = shared.signer();
          asked.add(
              threads.submit(
                  () -> {
                    start.await();
                    return each.pending(gun, Role.SNAPSHOT, KeyType.ECDSA);
                  }));
        }
      }
      Set<PublicKey> keys = new HashSet<>();
      for (Future<PublicKey> each : asked) {
        keys.add(each.get());
      }
      assertThat(keys).hasSize(1);
    }
  }

  @Test
  void key_isHeldForItsRepositoryAndRoleAlone() {
    KeyId id = pending(signer).id();
    assertThat(signer.holds(GUN, Role.TIMESTAMP, id)).isTrue();
    assertThat(shared.signer().holds(GUN, Role.TIMESTAMP, id)).isTrue();
    assertThat(signer.holds(GUN, Role.SNAPSHOT, id)).isFalse();
    assertThat(signer.holds(OTHER, Role.TIMESTAMP, id)).isFalse();
    assertThat(signer.holds(GUN, Role.TIMESTAMP, new KeyId("0".repeat(64)))).isFalse();
  }

  @Test
  void metadata_ofAnotherRoleOrRepository_isNotSigned() {
    KeyId id = pending(signer).id();
    assertRefused(SigningFault.KEY_UNKNOWN, GUN, id, snapshot(1));
    assertRefused(SigningFault.KEY_UNKNOWN, OTHER, id, timestamp(1));
    assertRefused(SigningFault.KEY_UNKNOWN, GUN, new KeyId("0".repeat(64)), timestamp(1));
    assertThat(pending(signer).id()).as("has not signed").isEqualTo(id);
  }

  @Test
  void version_thatDoesNotRise_isNotSigned() {
    KeyId timestamp = pending(signer).id();
    KeyId snapshot = signer.pending(GUN, Role.SNAPSHOT, KeyType.ECDSA).id();
    shared.publish(5);
    for (int version : new int[] {1, 4, 5}) {
      assertRefused(SigningFault.VERSION_FALLING, GUN, timestamp, timestamp(version));
      assertRefused(SigningFault.VERSION_FALLING, GUN, snapshot, snapshot(version));
    }
    signer.sign(GUN, timestamp, timestamp(6));
    signer.sign(GUN, snapshot, snapshot(6));
  }

  /** The counter is what is published: no restart and no other replica sets it back. */
  @Test
  void version_thatAnotherReplicaPublished_isNotSignedAgain() {
    KeyId id = pending(signer).id();
    shared.publish(1);
    signer.sign(GUN, id, timestamp(2));
    shared.publish(2);
    assertRefused(SigningFault.VERSION_FALLING, GUN, id, timestamp(2));
    assertThatThrownBy(() -> shared.signer().sign(GUN, id, timestamp(2)))
        .isInstanceOf(SigningRefused.class);
  }

  @Test
  void version_thatWasSignedAndNeverPublished_isSignedAgain() {
    KeyId id = pending(signer).id();
    shared.publish(1);
    signer.sign(GUN, id, timestamp(2));
    signer.sign(GUN, id, timestamp(2));
    shared.signer().sign(GUN, id, timestamp(2));
  }

  @Test
  void versions_ofAKeyThatSignedBeforeADeletion_goOnAfterIt() {
    KeyId old = pending(signer).id();
    signer.sign(GUN, old, timestamp(1));
    shared.publish(7);
    shared.store.delete(GUN);
    KeyId fresh = pending(signer).id();
    assertThat(fresh).isNotEqualTo(old);
    assertRefused(SigningFault.VERSION_FALLING, GUN, old, timestamp(7));
    signer.sign(GUN, old, timestamp(8));
    signer.sign(GUN, fresh, timestamp(1));
    shared.publish(1);
    assertRefused(SigningFault.VERSION_FALLING, GUN, fresh, timestamp(1));
    signer.sign(GUN, fresh, timestamp(2));
    shared.signer().sign(GUN, fresh, timestamp(2));
  }

  @Test
  void keys_outliveADeletion() {
    KeyId id = pending(signer).id();
    shared.publish(1);
    shared.store.delete(GUN);
    assertThat(shared.signer().holds(GUN, Role.TIMESTAMP, id)).isTrue();
  }

  private void assertRefused(SigningFault fault, Gun gun, KeyId id, ServerMetadata body) {
    assertThatThrownBy(() -> signer.sign(gun, id, body))
        .isInstanceOfSatisfying(
            SigningRefused.class, refused -> assertThat(refused.fault()).isEqualTo(fault));
  }

  private static PublicKey pending(SealedRoleSigner signer) {
    return signer.pending(GUN, Role.TIMESTAMP, KeyType.ECDSA);
  }

  private List<String> sealedKeys() {
    return shared.driver.list(Key.of("lading/state/trust/keys"), Optional.empty(), 100).stream()
        .map(row -> row.key().path())
        .filter(key -> !key.endsWith(".used"))
        .toList();
  }
}
