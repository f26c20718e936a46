package dev.lading.trust.key;

import dev.lading.trust.TrustException.KeyInvalid;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** One public key about to check signatures of one method. */
sealed interface Verification {
  /** The shortest RSA key that counts. */
  int SHORTEST_RSA_BITS = 2048;

  PSSParameterSpec PSS = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  /** False for whatever is not a signature of this key. */
  boolean accepts(byte[] message, byte[] signature);

  /**
   * @param key SubjectPublicKeyInfo, or the 32 bytes of ed25519
   * @throws KeyInvalid when the bytes are no such key, or one too weak
   */
  static Verification of(SignatureMethod method, byte[] key) {
    try {
      return switch (method) {
        case ECDSA -> ecdsa(key);
        case RSA_PSS -> new Rsa("RSASSA-PSS", rsa(key));
        case RSA_PKCS1 -> new Rsa("SHA256withRSA", rsa(key));
        case EDDSA -> new Ed25519(Ed25519Keys.publicKey(key));
      };
    } catch (GeneralSecurityException e) {
      throw new KeyInvalid("not a public key for " + method.id(), e);
    }
  }

  private static Verification ecdsa(byte[] key) throws GeneralSecurityException {
    try {
      return switch (PublicKeyFactory.createKey(key)) {
        case ECPublicKeyParameters parsed when Ecdsa.isCurveKnown(parsed) -> Ecdsa.of(parsed);
        case AsymmetricKeyParameter _ -> throw new InvalidKeyException("on none of Go's curves");
      };
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle throws as it likes, and all of it means the same.
      throw new InvalidKeyException(e);
    }
  }

  private static RSAPublicKey rsa(byte[] key) throws GeneralSecurityException {
    RSAPublicKey parsed =
        (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key));
    if (parsed.getModulus().bitLength() < SHORTEST_RSA_BITS) {
      throw new KeyInvalid("an RSA key needs " + SHORTEST_RSA_BITS + " bits");
    }
    return parsed;
  }

  /**
   * On the four curves that Go has. Both numbers are exactly as long as the curve's field.
   *
   * <p>Bouncy Castle's arithmetic is eight times as fast as the JDK's, which hides what it computes
   * with; there is nothing to hide in a verification. (Nor does the JDK compute on P-224.)
   */
  record Ecdsa(ECPublicKeyParameters key, int numberLength) implements Verification {
    private static final Set<ASN1ObjectIdentifier> CURVES =
        Set.of(
            SECObjectIdentifiers.secp224r1,
            SECObjectIdentifiers.secp256r1,
            SECObjectIdentifiers.secp384r1,
            SECObjectIdentifiers.secp521r1);

    private static boolean isCurveKnown(ECPublicKeyParameters key) {
      return key.getParameters() instanceof ECNamedDomainParameters curve
          && CURVES.contains(curve.getName());
    }

    private static Ecdsa of(ECPublicKeyParameters key) {
      return new Ecdsa(key, (key.getParameters().getCurve().getFieldSize() + 7) / 8);
    }

    @Override
    public boolean accepts(byte[] message, byte[] signature) {
      if (signature.length != 2 * numberLength) {
        return false;
      }
      ECDSASigner signer = new ECDSASigner();
      signer.init(false, key);
      return signer.verifySignature(
          sha256(message),
          new BigInteger(1, signature, 0, numberLength),
          new BigInteger(1, signature, numberLength, numberLength));
    }

    private static byte[] sha256(byte[] message) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(message);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }

  record Rsa(String algorithm, RSAPublicKey key) implements Verification {
    @Override
    public boolean accepts(byte[] message, byte[] signature) {
      return verified(algorithm, key, message, signature);
    }
  }

  record Ed25519(java.security.PublicKey key) implements Verification {
    @Override
    public boolean accepts(byte[] message, byte[] signature) {
      return verified("Ed25519", key, message, signature);
    }
  }

  private static boolean verified(
      String algorithm, java.security.PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      if (algorithm.equals("RSASSA-PSS")) {
        verifier.setParameter(PSS);
      }
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
