package dev.lading.trust.key;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a signature is made; always over the canonical message, and where a hash is involved, its
 * SHA-256.
 *
 * <p>DEVIATION: {@code pycrypto-pkcs#1 pss}, which notary knows but could never make work, is
 * unknown here.
 */
public enum SignatureMethod {
  /** r and s one after the other, each as long as the curve's order; not DER. */
  ECDSA("ecdsa"),
  /** With MGF1 over SHA-256 and 32 bytes of salt. */
  RSA_PSS("rsapss"),
  RSA_PKCS1("rsapkcs1v15"),
  EDDSA("eddsa");

  private final String id;

  SignatureMethod(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /** Absent when there is no such method, which a verifier passes over. */
  public static Optional<SignatureMethod> find(String id) {
    return Arrays.stream(values()).filter(method -> method.id.equals(id)).findFirst();
  }
}
