package dev.lading.trust.publish;

import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.signer.RoleSigner;
import java.util.Optional;

/** Which public key a client is told to put into its root. */
public final class ServerKeys {
  private final RoleSigner signer;
  private final KeyType type;

  /**
   * @param type of new keys: {@link KeyType#ECDSA}, as notary-server's usual signer makes, or
   *     {@link KeyType#ED25519}
   */
  public ServerKeys(RoleSigner signer, KeyType type) {
    this.signer = signer;
    this.type = type;
  }

  /** The key in force if the server holds it; else the one that waits to be used. */
  public PublicKey current(Gun gun, ServerRole role, StateInForce state) {
    return state
        .find(Role.ROOT)
        .map(RootMetadata::of)
        .flatMap(root -> held(gun, role, root))
        .orElseGet(() -> next(gun, role));
  }

  /** The key that waits to be used: for a rotation. */
  public PublicKey next(Gun gun, ServerRole role) {
    return signer.pending(gun, role, type);
  }

  private Optional<PublicKey> held(Gun gun, ServerRole role, RootMetadata root) {
    for (KeyId id : root.role(role).keyIds()) {
      PublicKey key = root.keys().get(id);
      if (key != null && signer.holds(gun, role, id)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }
}
