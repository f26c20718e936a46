package dev.lading.trust.verify;

import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.TrustException.DelegationInvalid;
import dev.lading.trust.TrustException.KeyIdFalse;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.TrustException.SignaturesMissing;
import dev.lading.trust.TrustException.ThresholdNotMet;
import dev.lading.trust.certificate.CertificateStrength;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.TargetsMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is trusted to sign for a role, and how many of them it takes.
 *
 * @param keys by the ID that the trusting file gives them
 */
public record TrustedRole(Role role, Map<KeyId, PublicKey> keys, int threshold) {
  public TrustedRole {
    keys = Map.copyOf(keys);
  }

  public static TrustedRole of(RootMetadata root, Role role) {
    return of(role, root.role(role), root.keys());
  }

  /**
   * @throws DelegationInvalid when the parent does not delegate to it
   * @throws KeyInvalid when it delegates to a weak certificate
   */
  public static TrustedRole of(TargetsMetadata parent, Delegation name) {
    DelegatedRole found =
        parent
            .delegations()
            .find(name)
            .orElseThrow(() -> new DelegationInvalid(name, "delegation does not exist"));
    TrustedRole role = of(name, found.keys(), parent.delegations().keys());
    for (PublicKey key : role.keys.values()) {
      Optional<String> weakness = CertificateStrength.weakness(key);
      if (weakness.isPresent()) {
        throw new KeyInvalid(weakness.get());
      }
    }
    return role;
  }

  private static TrustedRole of(Role role, RoleKeys named, Map<KeyId, PublicKey> all) {
    Map<KeyId, PublicKey> keys = new HashMap<>();
    for (KeyId id : named.keyIds()) {
      PublicKey key = all.get(id);
      if (key != null) {
        keys.put(id, key);
      }
    }
    return new TrustedRole(role, keys, named.threshold());
  }

  /**
   * Signatures by other keys, by unknown methods, or simply wrong ones do no harm. Of a key's
   * signatures the first alone is looked at: a file costs as many verifications as the role has
   * keys, whatever is in it.
   *
   * @throws SignaturesMissing when there is no signature at all
   * @throws KeyIdFalse when a signature relies on a key that goes by another's ID
   * @throws ThresholdNotMet when too few keys signed
   */
  public void verify(SignedMetadata file) {
    if (file.signatures().isEmpty()) {
      throw new SignaturesMissing();
    }
    int valid = signers(file).size();
    if (valid < threshold) {
      throw new ThresholdNotMet(role, threshold, valid);
    }
  }

  /**
   * The keys of this role that signed, each by its first signature.
   *
   * @throws KeyIdFalse when a signature relies on a key that goes by another's ID
   */
  public Set<KeyId> signers(SignedMetadata file) {
    byte[] canonical = file.canonical();
    Map<String, PublicKey> byText = new HashMap<>();
    keys.forEach((id, key) -> byText.put(id.hex(), key));
    Set<String> tried = new HashSet<>();
    Set<KeyId> signers = new HashSet<>();
    for (Signature signature : file.signatures()) {
      PublicKey key = byText.get(signature.keyId());
      if (key == null || !tried.add(signature.keyId())) {
        continue;
      }
      if (!key.id().hex().equals(signature.keyId())) {
        throw new KeyIdFalse();
      }
      if (signature.isBy(key, canonical)) {
        signers.add(key.id());
      }
    }
    return signers;
  }
}
