package dev.lading.runtime.signing;

import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.Passphrases;
import dev.lading.runtime.keys.UnusableKey;
import dev.lading.runtime.trust.Renewal;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.verify.TrustedRole;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of whoever runs us, opened once each. Mutable, for one thread and one command: what was
 * opened stays in memory as long as this does.
 */
public final class SigningKeys implements Renewal {
  private final KeyFolder folder;
  private final Passphrases passphrases;
  private final SecureRandom random;
  private final Map<KeyId, PrivateKey> opened = new HashMap<>();

  public SigningKeys(KeyFolder folder, Passphrases passphrases, SecureRandom random) {
    this.folder = folder;
    this.passphrases = passphrases;
    this.random = random;
  }

  @Override
  public boolean isAble(TrustedRole role) {
    return role.keys().values().stream().filter(this::holds).count() >= role.threshold();
  }

  /** Whether a passphrase opens it: somebody may be asked. */
  boolean opens(PublicKey key) {
    try {
      return canonical(key).map(this::get).isPresent();
    } catch (UnusableKey _) {
      return false;
    }
  }

  /** Whether it is there; whether a passphrase opens it is seen when it signs. */
  boolean holds(PublicKey key) {
    return canonical(key).filter(this::holds).isPresent();
  }

  /** All keys that say to be for this. */
  Set<KeyId> labelled(KeyLabel label) {
    Set<KeyId> ids = new LinkedHashSet<>();
    folder
        .all()
        .forEach(
            (id, of) -> {
              if (of.equals(label)) {
                ids.add(id);
              }
            });
    return ids;
  }

  /** The first of them, if there is one. */
  Optional<PrivateKey> first(KeyLabel label) {
    return folder.all().entrySet().stream()
        .filter(key -> key.getValue().equals(label))
        .map(Map.Entry::getKey)
        .findFirst()
        .map(this::get);
  }

  /**
   * @throws dev.lading.runtime.keys.UnusableKey when it is absent, or no passphrase opens it
   */
  PrivateKey get(KeyId id) {
    return opened.computeIfAbsent(id, each -> folder.get(each, passphrases));
  }

  /** The public part of the first key with this label, which is made when there is none. */
  public PublicKey firstOrNew(KeyLabel label) {
    return folder.all().containsValue(label)
        ? first(label).orElseThrow().publicKey()
        : create(label, KeyType.ECDSA).publicKey();
  }

  /** A new one, kept under the passphrase that is given for it. */
  public PrivateKey create(KeyLabel label, KeyType type) {
    PrivateKey key = PrivateKey.generate(type, random);
    keep(label, key);
    return key;
  }

  /** Keeps one from elsewhere, under the passphrase that is given for it. */
  public void keep(KeyLabel label, PrivateKey key) {
    KeyId id = key.publicKey().canonicalId();
    char[] passphrase =
        passphrases
            .choose(label, "ID " + id.hex().substring(0, 7))
            .orElseThrow(() -> new PassphraseMissing(label));
    try {
      folder.put(label, key, passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
    opened.put(id, key);
  }

  /**
   * Signatures of all these keys that are there, each by the ID that the metadata gives the key.
   */
  List<Signature> sign(Metadata metadata, Collection<PublicKey> keys) {
    byte[] canonical = CanonicalJson.encode(metadata.json());
    List<Signature> signatures = new ArrayList<>();
    for (PublicKey key : keys) {
      canonical(key)
          .filter(this::holds)
          .ifPresent(id -> signatures.add(Signature.make(get(id), key.id(), canonical)));
    }
    return signatures;
  }

  /** The label under which notary keeps the key of a role of one repository. */
  static KeyLabel label(Role role, String gun) {
    return role.equals(Role.ROOT)
        ? new KeyLabel(role.text(), Optional.empty())
        : new KeyLabel(role.text(), Optional.of(gun));
  }

  private boolean holds(KeyId id) {
    return opened.containsKey(id) || folder.has(id);
  }

  private static Optional<KeyId> canonical(PublicKey key) {
    try {
      return Optional.of(key.canonicalId());
    } catch (KeyInvalid _) {
      return Optional.empty();
    }
  }
}
