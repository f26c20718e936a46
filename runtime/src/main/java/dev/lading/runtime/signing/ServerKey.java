package dev.lading.runtime.signing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.registry.http.JsonDocument;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.PublicKey;

/** A public key as a registry tells which one it signs with. */
final class ServerKey {
  private ServerKey() {}

  /**
   * @throws KeyInvalid when it is none, or of a kind that signs nothing
   */
  static PublicKey read(byte[] answer) {
    ObjectNode key =
        JsonDocument.object(answer)
            .orElseThrow(() -> new KeyInvalid("the registry's key is not JSON"));
    PublicKey read =
        PublicKey.of(key.path("keytype").asText(), key.path("keyval").path("public").asText());
    if (read.keyType().isEmpty()) {
      throw new KeyInvalid("the registry's key is of an unknown type");
    }
    return read;
  }
}
