package dev.lading.trust.verify;

import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which root keys may stand at the beginning of a chain.
 *
 * @param ids of certificates, as root files and notary's pinning name them, or canonical ones, as
 *     key stores do; none means that whichever comes first is trusted
 */
public record RootPins(Set<KeyId> ids) {
  public static final RootPins NONE = new RootPins(Set.of());

  public RootPins {
    ids = Set.copyOf(ids);
  }

  /** The role, less the keys that are not pinned. */
  TrustedRole restrict(TrustedRole role) {
    if (ids.isEmpty()) {
      return role;
    }
    Map<KeyId, PublicKey> pinned = new HashMap<>();
    role.keys()
        .forEach(
            (id, key) -> {
              if (admits(key)) {
                pinned.put(id, key);
              }
            });
    return new TrustedRole(role.role(), pinned, role.threshold());
  }

  private boolean admits(PublicKey key) {
    try {
      return ids.contains(key.id()) || ids.contains(key.canonicalId());
    } catch (KeyInvalid e) {
      return false;
    }
  }
}
