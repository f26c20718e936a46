package dev.lading.trust.publish;

import dev.lading.trust.Gun;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException.SigningFault;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.ServerMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.signer.RoleSigner;

/** Says that it holds its keys, and then does not. */
record Forgetful(RoleSigner remembered) implements RoleSigner {
  @Override
  public PublicKey pending(Gun gun, ServerRole role, KeyType type) {
    return remembered.pending(gun, role, type);
  }

  @Override
  public boolean holds(Gun gun, ServerRole role, KeyId id) {
    return remembered.holds(gun, role, id);
  }

  @Override
  public Signature sign(Gun gun, KeyId id, ServerMetadata body) {
    throw new SigningRefused(SigningFault.KEY_UNKNOWN, "forgot " + id);
  }
}
