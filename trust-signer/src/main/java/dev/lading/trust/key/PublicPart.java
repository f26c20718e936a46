package dev.lading.trust.key;

import dev.lading.trust.TrustException.KeyInvalid;
import java.io.IOException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** The public key that belongs to a private one, which the JDK does not compute. */
final class PublicPart {
  private PublicPart() {}

  static PublicKey of(byte[] pkcs8) throws IOException {
    try {
      return switch (PrivateKeyFactory.createKey(pkcs8)) {
        case ECPrivateKeyParameters ec -> PublicKey.of(KeyType.ECDSA, info(point(ec)));
        case RSAPrivateCrtKeyParameters rsa ->
            PublicKey.of(
                KeyType.RSA,
                info(new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent())));
        case Ed25519PrivateKeyParameters ed ->
            PublicKey.of(KeyType.ED25519, ed.generatePublicKey().getEncoded());
        default -> throw new KeyInvalid("keys of this algorithm sign no metadata");
      };
    } catch (KeyInvalid e) {
      throw e;
    } catch (RuntimeException e) {
      // Bouncy Castle throws as it likes, and all of it means the same.
      throw new KeyInvalid("not a private key in PKCS #8", e);
    }
  }

  private static ECPublicKeyParameters point(ECPrivateKeyParameters key) {
    return new ECPublicKeyParameters(
        key.getParameters().getG().multiply(key.getD()).normalize(), key.getParameters());
  }

  private static byte[] info(AsymmetricKeyParameter key) throws IOException {
    return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
  }
}
