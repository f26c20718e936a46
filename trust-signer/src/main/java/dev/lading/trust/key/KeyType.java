package dev.lading.trust.key;

import java.util.Arrays;
import java.util.Optional;

/** What kind of key a {@code keytype} names, and so how its public part is written. */
public enum KeyType {
  /** A SubjectPublicKeyInfo. */
  ECDSA("ecdsa"),
  /** Certificates in PEM, the key's own first. */
  ECDSA_X509("ecdsa-x509"),
  /** A SubjectPublicKeyInfo. */
  RSA("rsa"),
  /** Certificates in PEM, the key's own first. */
  RSA_X509("rsa-x509"),
  /** The 32 bytes of the point. */
  ED25519("ed25519");

  private final String id;

  KeyType(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  public boolean isCertificate() {
    return this == ECDSA_X509 || this == RSA_X509;
  }

  /** The same kind of key without certificates around it. */
  public KeyType plain() {
    return switch (this) {
      case ECDSA, ECDSA_X509 -> ECDSA;
      case RSA, RSA_X509 -> RSA;
      case ED25519 -> ED25519;
    };
  }

  /** The same kind of key inside certificates; notary has none for ed25519. */
  public Optional<KeyType> certificate() {
    return switch (this) {
      case ECDSA, ECDSA_X509 -> Optional.of(ECDSA_X509);
      case RSA, RSA_X509 -> Optional.of(RSA_X509);
      case ED25519 -> Optional.empty();
    };
  }

  public boolean verifies(SignatureMethod method) {
    return switch (method) {
      case ECDSA -> plain() == ECDSA;
      case RSA_PSS, RSA_PKCS1 -> plain() == RSA;
      case EDDSA -> this == ED25519;
    };
  }

  public static Optional<KeyType> find(String id) {
    return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
  }
}
