package dev.lading.trust.signer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.store.TrustLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The keys of each repository and role in the store: a chain of objects that never change but for
 * the master key they are sealed under,
 *
 * <pre>
 * lading/state/trust/keys/GUN/_/timestamp/0000000001       {"format":1,"keyid":"...","sealed":"..."}
 * lading/state/trust/keys/GUN/_/timestamp/0000000001.used  3
 * </pre>
 *
 * <p>Sealed is the private key in PKCS #8, from which the public one is computed: whoever may write
 * to the store must not be able to hand out a key that is not ours. Bound to it are GUN, role,
 * number and key ID, so that no object passes for another's. The number in the second object is the
 * generation that the key first signed for.
 */
final class SealedKeys {
  private static final int FORMAT = 1;
  private static final int LIMIT_BYTES = 64 * 1024;
  private static final int PAGE = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StorageDriver driver;
  private final MasterKeys masters;

  SealedKeys(StorageDriver driver, MasterKeys masters) {
    this.driver = driver;
    this.masters = masters;
  }

  /** Where the keys of this repository and role are, ascending; without reading any. */
  List<RoleKey> list(Gun gun, ServerRole role) {
    return below(TrustLayout.keys(gun, role));
  }

  /** Where the keys of all repositories are. */
  List<RoleKey> listAll() {
    return below(TrustLayout.keys());
  }

  /**
   * Empty when it is not, or no longer, there.
   *
   * @throws KeyUnreadable when it cannot be opened
   */
  Optional<HeldKey> find(RoleKey place) {
    return driver.read(place.sealed(), LIMIT_BYTES).map(bytes -> open(place, bytes));
  }

  /** As {@link #find}, of a key with this ID alone; one with another is not opened. */
  Optional<HeldKey> find(RoleKey place, String keyId) {
    return driver
        .read(place.sealed(), LIMIT_BYTES)
        .filter(bytes -> keyId(place, bytes).equals(keyId))
        .map(bytes -> open(place, bytes));
  }

  /** False, and nothing is changed, when another replica was first. */
  boolean add(HeldKey key) {
    return driver.writeIfAbsent(key.place().sealed(), sealed(key));
  }

  /**
   * Adds a key that was saved, where there is room: it keeps its place or, if another key has that,
   * comes behind the last, sealed anew.
   *
   * @param saved its place before
   * @param bytes as they lay there
   * @return where it is now, or was already
   * @throws KeyUnreadable when it is no key, or has to move and cannot be opened
   */
  RoleKey bringBack(RoleKey saved, byte[] bytes) {
    String keyId = keyId(saved, bytes);
    List<RoleKey> chain = list(saved.gun(), saved.role());
    Optional<RoleKey> there = chain.stream().filter(place -> has(place, keyId)).findFirst();
    if (there.isPresent()) {
      return there.get();
    }
    return driver.writeIfAbsent(saved.sealed(), bytes) ? saved : moved(saved, bytes);
  }

  private RoleKey moved(RoleKey saved, byte[] bytes) {
    PrivateKey key = open(saved, bytes).key();
    while (true) {
      long last = list(saved.gun(), saved.role()).getLast().number();
      HeldKey moved = new HeldKey(new RoleKey(saved.gun(), saved.role(), last + 1), key);
      if (add(moved)) {
        return moved.place();
      }
    }
  }

  private boolean has(RoleKey place, String keyId) {
    return driver
        .read(place.sealed(), LIMIT_BYTES)
        .filter(bytes -> keyId(place, bytes).equals(keyId))
        .isPresent();
  }

  /** The generation that it first signed for; empty while it has never signed. */
  OptionalLong firstUse(RoleKey place) {
    Optional<byte[]> bytes = driver.read(place.used(), LIMIT_BYTES);
    try {
      return bytes.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(new String(bytes.get(), StandardCharsets.US_ASCII)));
    } catch (NumberFormatException e) {
      throw new KeyUnreadable(place.used(), e);
    }
  }

  /** Notes for good, and for all replicas, that a key signs; whoever is first says for what. */
  void noteUse(RoleKey place, long generation) {
    driver.writeIfAbsent(
        place.used(), Long.toString(generation).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Seals a key anew, under the current master key.
   *
   * @return whether it was under another; then, and only then, the object is replaced, in one step
   * @throws KeyUnreadable when it cannot be opened; it stays as it was
   */
  boolean reseal(RoleKey place) {
    Optional<byte[]> bytes = driver.read(place.sealed(), LIMIT_BYTES);
    if (bytes.isEmpty() || isCurrent(place, bytes.get())) {
      return false;
    }
    driver.write(place.sealed(), sealed(open(place, bytes.get())));
    return true;
  }

  private boolean isCurrent(RoleKey place, byte[] bytes) {
    String context = place.context(keyId(place, bytes));
    return masters.openCurrent(secret(place, bytes), context).isPresent();
  }

  private List<RoleKey> below(Key prefix) {
    List<RoleKey> places = new ArrayList<>();
    Optional<Key> after = Optional.empty();
    List<ListedObject> page;
    do {
      page = driver.list(prefix, after, PAGE);
      page.forEach(row -> RoleKey.find(row.key()).ifPresent(places::add));
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == PAGE);
    return places;
  }

  private byte[] sealed(HeldKey key) {
    byte[] secret = key.key().pkcs8();
    try {
      ObjectNode object = JSON.createObjectNode().put("format", FORMAT);
      object.put("keyid", key.id().hex());
      object.put("sealed", masters.seal(secret, key.place().context(key.id().hex())));
      return JSON.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a key that cannot be written", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private HeldKey open(RoleKey place, byte[] bytes) {
    String keyId = keyId(place, bytes);
    byte[] secret =
        masters
            .open(secret(place, bytes), place.context(keyId))
            .orElseThrow(() -> new KeyUnreadable(place.sealed(), null));
    try {
      return new HeldKey(place, PrivateKey.ofPkcs8(secret));
    } catch (KeyInvalid e) {
      throw new KeyUnreadable(place.sealed(), e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static String keyId(RoleKey place, byte[] bytes) {
    return object(place, bytes).path("keyid").asText();
  }

  private static byte[] secret(RoleKey place, byte[] bytes) {
    try {
      JsonNode sealed = object(place, bytes).path("sealed");
      return sealed.isTextual() ? sealed.binaryValue() : new byte[0];
    } catch (IOException e) {
      throw new KeyUnreadable(place.sealed(), e);
    }
  }

  private static JsonNode object(RoleKey place, byte[] bytes) {
    try {
      JsonNode object = JSON.readTree(bytes);
      if (object.path("format").asInt() != FORMAT) {
        throw new KeyUnreadable(place.sealed(), null);
      }
      return object;
    } catch (IOException e) {
      throw new KeyUnreadable(place.sealed(), e);
    }
  }
}
