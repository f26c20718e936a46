package dev.lading.trust.publish;

import dev.lading.trust.Gun;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException.SigningFault;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.ServerMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.signer.RoleSigner;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys in the open. Not safe for use by many threads. */
final class MemorySigner implements RoleSigner {
  private record Owner(Gun gun, ServerRole role, KeyId id) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<Owner, PrivateKey> keys = new HashMap<>();
  private final Map<Owner, Integer> versions = new HashMap<>();

  @Override
  public PublicKey pending(Gun gun, ServerRole role, KeyType type) {
    Optional<PublicKey> unused =
        keys.entrySet().stream()
            .filter(each -> each.getKey().gun.equals(gun) && each.getKey().role.equals(role))
            .filter(each -> !versions.containsKey(each.getKey()))
            .map(each -> each.getValue().publicKey())
            .filter(key -> key.keyType().equals(Optional.of(type)))
            .findFirst();
    return unused.orElseGet(() -> create(gun, role, type));
  }

  @Override
  public boolean holds(Gun gun, ServerRole role, KeyId id) {
    return keys.containsKey(new Owner(gun, role, id));
  }

  @Override
  public Signature sign(Gun gun, KeyId id, ServerMetadata body) {
    Owner owner = new Owner(gun, body.role(), id);
    PrivateKey key = keys.get(owner);
    if (key == null) {
      throw new SigningRefused(SigningFault.KEY_UNKNOWN, "no key " + id);
    }
    int version = body.version().number();
    if (versions.merge(owner, version, Math::max) > version) {
      throw new SigningRefused(SigningFault.VERSION_FALLING, "a higher version was signed");
    }
    return Signature.make(key, id, CanonicalJson.encode(body.json()));
  }

  private PublicKey create(Gun gun, ServerRole role, KeyType type) {
    PrivateKey key = PrivateKey.generate(type, random);
    keys.put(new Owner(gun, role, key.publicKey().id()), key);
    return key.publicKey();
  }
}
