package dev.lading.trust.signer;

import static dev.lading.trust.signer.SignerFixture.GUN;
import static dev.lading.trust.signer.SignerFixture.MASTER;
import static dev.lading.trust.signer.SignerFixture.OTHER;
import static dev.lading.trust.signer.SignerFixture.OTHER_MASTER;
import static dev.lading.trust.signer.SignerFixture.THIRD_MASTER;
import static dev.lading.trust.signer.SignerFixture.masters;
import static dev.lading.trust.signer.SignerFixture.timestamp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Role;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys in a store that others may read and write. */
class SealedKeysTest {
  private static final RoleKey FIRST = new RoleKey(GUN, Role.TIMESTAMP, 1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SignerFixture shared = new SignerFixture();
  private final StorageDriver driver = shared.driver;

  @Test
  void names_arePrintedSoThatPeopleCanReadThem() {
    assertThat(FIRST.sealed())
        .hasToString("lading/state/trust/keys/localhost:5000/team/app/_/timestamp/0000000001");
    assertThat(FIRST.used()).hasToString(FIRST.sealed() + ".used");
    assertThat(RoleKey.find(FIRST.sealed())).contains(FIRST);
    for (String foreign :
        List.of(FIRST.used().path(), FIRST.sealed() + "1", "lading/state/trust/keys/x")) {
      assertThat(RoleKey.find(new Key(foreign))).as(foreign).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("bothTypes")
  void key_thatWasSealed_opensAsItWas(KeyType type) {
    PrivateKey key = PrivateKey.generate(type, new SecureRandom());
    SealedKeys keys = new SealedKeys(driver, masters(MASTER));
    assertThat(keys.add(new HeldKey(FIRST, key))).isTrue();
    HeldKey opened = keys.find(FIRST).orElseThrow();
    assertThat(opened.key().publicKey()).isEqualTo(key.publicKey());
    assertThat(opened.key().pkcs8()).isEqualTo(key.pkcs8());
    String sealed = new String(driver.read(FIRST.sealed(), 1 << 16).orElseThrow(), UTF_8);
    assertThat(sealed).contains(key.publicKey().id().hex());
    assertThat(sealed).doesNotContain(Base64.getEncoder().encodeToString(key.pkcs8()));
  }

  static List<KeyType> bothTypes() {
    return List.of(KeyType.ECDSA, KeyType.ED25519);
  }

  @Test
  void key_underAnotherMasterKey_isNeitherUsedNorReplaced() {
    PublicKey key = pending(shared.signer());
    SealedRoleSigner other = shared.signer(masters(OTHER_MASTER));
    assertUnreadable(() -> pending(other));
    assertUnreadable(() -> other.holds(GUN, Role.TIMESTAMP, key.id()));
    assertUnreadable(() -> other.sign(GUN, key.id(), timestamp(1)));
    assertThat(objects()).hasSize(1);
  }

  /** As long as nobody has the master key again, a root with other keys is the way out. */
  @Test
  void keyThatHasSigned_andCannotBeOpened_isFollowedByAnother() {
    PublicKey key = pending(shared.signer());
    shared.signer().sign(GUN, key.id(), timestamp(1));
    SealedRoleSigner other = shared.signer(masters(OTHER_MASTER));

    PublicKey next = pending(other);

    assertThat(next).isNotEqualTo(key);
    assertThat(other.holds(GUN, Role.TIMESTAMP, next.id())).isTrue();
    assertThat(shared.signer().holds(GUN, Role.TIMESTAMP, key.id())).isTrue();
  }

  @Test
  void key_underAFormerMasterKey_isUsed() {
    PublicKey key = pending(shared.signer());
    SealedRoleSigner later = shared.signer(masters(OTHER_MASTER, MASTER));
    assertThat(pending(later)).isEqualTo(key);
    later.sign(GUN, key.id(), timestamp(1));
  }

  @Test
  void key_damagedInAnyByte_isNotUsed() {
    PublicKey key = pending(shared.signer());
    byte[] whole = driver.read(FIRST.sealed(), 1 << 16).orElseThrow();
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      driver.write(FIRST.sealed(), damaged);
      assertNotHandedOutAsAnother(key);
    }
    for (int length = 0; length < whole.length; length++) {
      driver.write(FIRST.sealed(), Arrays.copyOf(whole, length));
      assertUnreadable(() -> pending(shared.signer()));
    }
  }

  /** A byte may not matter (the last bits of base64); then it is the same key, or none. */
  private void assertNotHandedOutAsAnother(PublicKey key) {
    try {
      assertThat(pending(shared.signer())).isEqualTo(key);
    } catch (KeyUnreadable e) {
      assertThat(e.key()).isEqualTo(FIRST.sealed());
    }
    assertThat(objects()).hasSize(1);
  }

  @Test
  void key_moved_opensNowhereElse() {
    pending(shared.signer());
    byte[] sealed = driver.read(FIRST.sealed(), 1 << 16).orElseThrow();
    for (RoleKey place :
        List.of(
            new RoleKey(OTHER, Role.TIMESTAMP, 1),
            new RoleKey(GUN, Role.SNAPSHOT, 1),
            new RoleKey(GUN, Role.TIMESTAMP, 2))) {
      driver.write(place.sealed(), sealed);
      assertUnreadable(() -> shared.signer().pending(place.gun(), place.role(), KeyType.ECDSA));
    }
  }

  @Test
  void keysOfTwoRepositories_swapped_doNotOpen() {
    RoleKey other = new RoleKey(OTHER, Role.TIMESTAMP, 1);
    pending(shared.signer());
    shared.signer().pending(OTHER, Role.TIMESTAMP, KeyType.ECDSA);
    byte[] sealed = driver.read(FIRST.sealed(), 1 << 16).orElseThrow();
    driver.write(FIRST.sealed(), driver.read(other.sealed(), 1 << 16).orElseThrow());
    driver.write(other.sealed(), sealed);
    assertUnreadable(() -> pending(shared.signer()));
    assertUnreadable(() -> shared.signer().pending(OTHER, Role.TIMESTAMP, KeyType.ECDSA));
  }

  @Test
  void key_namedLikeAnother_isNotThatOne() throws IOException {
    PublicKey key = pending(shared.signer());
    ObjectNode object =
        (ObjectNode) JSON.readTree(driver.read(FIRST.sealed(), 1 << 16).orElseThrow());
    object.put("keyid", "0".repeat(64));
    driver.write(FIRST.sealed(), JSON.writeValueAsBytes(object));
    assertUnreadable(() -> pending(shared.signer()));
    assertThat(shared.signer().holds(GUN, Role.TIMESTAMP, key.id())).isFalse();
  }

  @Test
  void keys_rewrapped_openUnderTheNewMasterKeyAlone() {
    PublicKey key = pending(shared.signer());
    shared.signer().pending(OTHER, Role.SNAPSHOT, KeyType.ED25519);
    shared.signer().sign(GUN, key.id(), timestamp(1));
    Rewrap rewrap = new Rewrap(driver, masters(OTHER_MASTER, MASTER));
    assertThat(rewrap.all()).isEqualTo(new Rewrap.Rewrapped(2, 0, List.of()));
    assertThat(rewrap.all()).isEqualTo(new Rewrap.Rewrapped(0, 2, List.of()));
    SealedRoleSigner later = shared.signer(masters(OTHER_MASTER));
    assertThat(later.holds(GUN, Role.TIMESTAMP, key.id())).isTrue();
    assertThat(pending(later)).as("it had signed").isNotEqualTo(key);
    assertUnreadable(() -> shared.signer().holds(GUN, Role.TIMESTAMP, key.id()));
  }

  @Test
  void key_thatCannotBeOpened_isToldByARewrapAndStays() {
    pending(shared.signer(masters(OTHER_MASTER)));
    shared.signer().pending(OTHER, Role.SNAPSHOT, KeyType.ECDSA);
    byte[] before = driver.read(FIRST.sealed(), 1 << 16).orElseThrow();
    assertThat(new Rewrap(driver, masters(THIRD_MASTER, MASTER)).all())
        .isEqualTo(new Rewrap.Rewrapped(1, 0, List.of(FIRST.sealed())));
    assertThat(driver.read(FIRST.sealed(), 1 << 16)).contains(before);
  }

  private static void assertUnreadable(Runnable use) {
    assertThatThrownBy(use::run).isInstanceOf(KeyUnreadable.class);
  }

  private static PublicKey pending(SealedRoleSigner signer) {
    return signer.pending(GUN, Role.TIMESTAMP, KeyType.ECDSA);
  }

  private List<Key> objects() {
    return driver.list(Key.of("lading/state/trust/keys"), Optional.empty(), 100).stream()
        .map(row -> row.key())
        .toList();
  }
}
