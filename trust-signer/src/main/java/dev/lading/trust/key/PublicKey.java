package dev.lading.trust.key;

import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.canonical.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A public key as metadata spells it. Immutable; equal when type and bytes are.
 *
 * <p>A key of an unknown type, or whose bytes are no key, can be held and named, for it may stand
 * in a file that does not need it: it verifies nothing.
 */
public final class PublicKey {
  private final String type;
  private final String encoded;
  private final KeyId id;

  private PublicKey(String type, String encoded) {
    this.type = type;
    this.encoded = encoded;
    this.id = hash(canonical(type, encoded));
  }

  /**
   * @param encoded base64 of the public part, as it stands in metadata
   * @throws KeyInvalid when it is not base64 as Go writes it
   */
  public static PublicKey of(String type, String encoded) {
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      if (!Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
        throw new KeyInvalid("base64 that can be written in another way");
      }
    } catch (IllegalArgumentException e) {
      throw new KeyInvalid("not base64", e);
    }
    return new PublicKey(type, encoded);
  }

  public static PublicKey of(KeyType type, byte[] bytes) {
    return new PublicKey(type.id(), Base64.getEncoder().encodeToString(bytes));
  }

  /** As it stands in metadata, and maybe unknown: {@link #keyType()}. */
  public String type() {
    return type;
  }

  public Optional<KeyType> keyType() {
    return KeyType.find(type);
  }

  /** The public part: what this is depends on the type. */
  public byte[] bytes() {
    return Base64.getDecoder().decode(encoded);
  }

  /**
   * The ID by which metadata speaks of this key; for certificates, it changes with each new one.
   */
  public KeyId id() {
    return id;
  }

  /**
   * The ID by which key stores and people speak of this key: that of the plain key, whatever
   * certificate is around it.
   *
   * @throws KeyInvalid when the type says certificate and the bytes are none
   */
  public KeyId canonicalId() {
    return keyType().filter(KeyType::isCertificate).isPresent() ? plain().id() : id;
  }

  /**
   * This key without certificates around it.
   *
   * @throws KeyInvalid when the type says certificate and the bytes are none
   */
  public PublicKey plain() {
    return keyType()
        .filter(KeyType::isCertificate)
        .map(with -> of(with.plain(), CertificatePem.subjectPublicKeyInfo(bytes())))
        .orElse(this);
  }

  /**
   * Whether this key made this signature over this message. False, too, when the method is not one
   * for this type, or the key itself is unusable or too weak.
   */
  public boolean verifies(SignatureMethod method, byte[] message, byte[] signature) {
    if (keyType().filter(type -> type.verifies(method)).isEmpty()) {
      return false;
    }
    try {
      return Verification.of(method, plain().bytes()).accepts(message, signature);
    } catch (KeyInvalid e) {
      return false;
    }
  }

  /** As metadata has it. */
  public Json.Obj json() {
    return canonical(type, encoded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && key.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return type + " " + id;
  }

  private static Json.Obj canonical(String type, String encoded) {
    return new Json.Obj(
        Map.of(
            "keytype",
            new Json.Str(type),
            "keyval",
            new Json.Obj(Map.of("private", new Json.Null(), "public", new Json.Str(encoded)))));
  }

  private static KeyId hash(Json.Obj description) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(CanonicalJson.encode(description));
      return new KeyId(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
