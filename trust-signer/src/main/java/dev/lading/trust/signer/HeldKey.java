package dev.lading.trust.signer;

import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;

/** One key that this server signs with, opened. */
record HeldKey(RoleKey place, PrivateKey key) {
  KeyId id() {
    return key.publicKey().id();
  }

  boolean is(KeyType type) {
    return key.publicKey().type().equals(type.id());
  }
}
