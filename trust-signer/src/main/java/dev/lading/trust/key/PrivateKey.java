package dev.lading.trust.key;

import dev.lading.trust.TrustException.KeyInvalid;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** A key that signs. Immutable; says nothing of its secret when printed. */
public final class PrivateKey {
  private final java.security.PrivateKey secret;
  private final PublicKey publicKey;

  private PrivateKey(java.security.PrivateKey secret, PublicKey publicKey) {
    this.secret = secret;
    this.publicKey = publicKey;
  }

  /** A new key: P-256 for {@code ecdsa}, 3072 bits for {@code rsa}. */
  public static PrivateKey generate(KeyType type, SecureRandom random) {
    try {
      KeyPairGenerator generator =
          switch (type.plain()) {
            case ECDSA, ECDSA_X509 -> generator("EC", random, new ECGenParameterSpec("secp256r1"));
            case RSA, RSA_X509 ->
                generator(
                    "RSA", random, new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4));
            case ED25519 ->
                generator("Ed25519", random, java.security.spec.NamedParameterSpec.ED25519);
          };
      KeyPair pair = generator.generateKeyPair();
      return new PrivateKey(pair.getPrivate(), described(type.plain(), pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make " + type.id() + " keys", e);
    }
  }

  /**
   * @param pkcs8 an unencrypted PrivateKeyInfo
   * @throws KeyInvalid when it is none, or of an algorithm that signs no metadata
   */
  public static PrivateKey ofPkcs8(byte[] pkcs8) {
    try {
      PublicKey publicKey = PublicPart.of(pkcs8);
      String algorithm =
          switch (publicKey.keyType().orElseThrow()) {
            case ECDSA, ECDSA_X509 -> "EC";
            case RSA, RSA_X509 -> "RSA";
            case ED25519 -> "Ed25519";
          };
      return new PrivateKey(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
          publicKey);
    } catch (GeneralSecurityException | IOException e) {
      throw new KeyInvalid("not a private key in PKCS #8", e);
    }
  }

  /** An unencrypted PrivateKeyInfo: the secret itself. */
  public byte[] pkcs8() {
    return secret.getEncoded();
  }

  /** The plain public key, never a certificate. */
  public PublicKey publicKey() {
    return publicKey;
  }

  public SignatureMethod method() {
    return switch (publicKey.keyType().orElseThrow()) {
      case ECDSA, ECDSA_X509 -> SignatureMethod.ECDSA;
      case RSA, RSA_X509 -> SignatureMethod.RSA_PSS;
      case ED25519 -> SignatureMethod.EDDSA;
    };
  }

  public byte[] sign(byte[] message) {
    try {
      Signature signer = signer();
      signer.initSign(secret);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new KeyInvalid("this key does not sign: " + publicKey, e);
    }
  }

  /** For what signs by the JDK's own means, as certificates are. */
  public java.security.PrivateKey secret() {
    return secret;
  }

  @Override
  public String toString() {
    return "private part of " + publicKey;
  }

  private Signature signer() throws GeneralSecurityException {
    return switch (method()) {
      case ECDSA -> Signature.getInstance("SHA256withECDSAinP1363Format");
      case RSA_PSS, RSA_PKCS1 -> {
        Signature signer = Signature.getInstance("RSASSA-PSS");
        signer.setParameter(Verification.PSS);
        yield signer;
      }
      case EDDSA -> Signature.getInstance("Ed25519");
    };
  }

  private static KeyPairGenerator generator(
      String algorithm, SecureRandom random, java.security.spec.AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(parameters, random);
    return generator;
  }

  private static PublicKey described(KeyType type, java.security.PublicKey key) {
    return PublicKey.of(type, type == KeyType.ED25519 ? Ed25519Keys.point(key) : key.getEncoded());
  }
}
