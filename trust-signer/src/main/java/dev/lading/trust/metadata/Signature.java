package dev.lading.trust.metadata;

import dev.lading.trust.TrustException;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.key.SignatureMethod;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One signature as a file has it, true or not.
 *
 * @param keyId whatever the file says; a signature of a key unknown to the role does no harm
 * @param method in lower case; maybe unknown
 * @param encoded base64
 */
public record Signature(String keyId, String method, String encoded) {
  /**
   * @param as the key by whose ID the signature goes: the certificate of {@code key}, or itself
   */
  public static Signature make(PrivateKey key, KeyId as, byte[] canonical) {
    return new Signature(
        as.hex(), key.method().id(), Base64.getEncoder().encodeToString(key.sign(canonical)));
  }

  /** Whether this key made it; the key's ID is not looked at. */
  public boolean isBy(PublicKey key, byte[] canonical) {
    Optional<SignatureMethod> known = SignatureMethod.find(method);
    return known.isPresent()
        && key.verifies(known.get(), canonical, Base64.getDecoder().decode(encoded));
  }

  static Signature read(Json value) {
    Fields fields = Fields.of(value, TrustException.EnvelopeInvalid::new, "keyid", "method", "sig");
    String encoded = fields.findText("sig").orElse("");
    try {
      Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw fields.refused("a signature is not base64");
    }
    return new Signature(
        fields.findText("keyid").orElse(""),
        fields.findText("method").orElse("").toLowerCase(Locale.ROOT),
        encoded);
  }

  Json.Obj json() {
    return new Json.Obj(
        Map.of(
            "keyid", new Json.Str(keyId),
            "method", new Json.Str(method),
            "sig", new Json.Str(encoded)));
  }
}
