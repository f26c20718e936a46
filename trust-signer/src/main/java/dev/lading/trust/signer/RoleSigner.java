package dev.lading.trust.signer;

import dev.lading.trust.Gun;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.ServerMetadata;
import dev.lading.trust.metadata.Signature;

/**
 * Holds the keys that a registry signs with by itself, each bound to one repository and one role.
 * In this process or in another; safe for use by many threads.
 *
 * <p>It signs what it understands and no bytes of others' making: a snapshot or a timestamp.
 * Whoever has taken over the registry can freeze with it what is there until the timestamp expires,
 * but neither go back nor sign for another role or repository.
 */
public interface RoleSigner {
  /**
   * The key that the next root may name. The same one again until it has signed for the first time,
   * so that asking costs no storage; another one after that, so that keys can be rotated.
   *
   * @param type {@link KeyType#ECDSA} or {@link KeyType#ED25519}
   */
  PublicKey pending(Gun gun, ServerRole role, KeyType type);

  /** Whether this key is held, and bound to this repository and role. */
  boolean holds(Gun gun, ServerRole role, KeyId id);

  /**
   * Signs the canonical encoding of {@code body}.
   *
   * @throws SigningRefused when the key is not held for this repository and the body's role, or
   *     when a higher version was signed with it before; an equal one is signed again, for whoever
   *     asked first may have failed to publish it
   */
  Signature sign(Gun gun, KeyId id, ServerMetadata body);
}
