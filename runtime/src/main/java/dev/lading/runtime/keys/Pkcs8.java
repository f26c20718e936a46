package dev.lading.runtime.keys;

import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * PKCS #8 as notary writes it: RFC 5208, but for ed25519, which was there before RFC 8410 was: the
 * public key and then Go's private key (seed and public key again) under an identifier of GnuPG's.
 */
final class Pkcs8 {
  private static final ASN1ObjectIdentifier GNUPG_ED25519 =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.15.1");
  private static final int POINT = 32;
  private static final int SEED = 32;

  private Pkcs8() {}

  /**
   * @throws KeyInvalid when it is no key that signs metadata
   */
  static PrivateKey read(byte[] der) {
    try {
      ASN1Sequence info = ASN1Sequence.getInstance(der);
      ASN1Sequence algorithm = ASN1Sequence.getInstance(info.getObjectAt(1));
      if (!GNUPG_ED25519.equals(algorithm.getObjectAt(0))) {
        return PrivateKey.ofPkcs8(der);
      }
      return ed25519(ASN1OctetString.getInstance(info.getObjectAt(2)).getOctets());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new KeyInvalid("not a private key in PKCS #8", e);
    }
  }

  static byte[] write(PrivateKey key) {
    boolean isEd25519 = key.publicKey().keyType().filter(KeyType.ED25519::equals).isPresent();
    return isEd25519 ? gnupg(key) : key.pkcs8();
  }

  private static PrivateKey ed25519(byte[] point) {
    if (point.length != POINT + SEED + POINT) {
      throw new KeyInvalid("an ed25519 key of " + point.length + " bytes");
    }
    byte[] seed = Arrays.copyOfRange(point, POINT, POINT + SEED);
    try {
      PrivateKey key =
          PrivateKey.ofPkcs8(
              new PrivateKeyInfo(
                      new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
                      new DEROctetString(seed))
                  .getEncoded());
      if (!Arrays.equals(key.publicKey().bytes(), Arrays.copyOf(point, POINT))) {
        throw new KeyInvalid("an ed25519 key whose halves do not belong together");
      }
      return key;
    } catch (IOException e) {
      throw new KeyInvalid("an ed25519 key that cannot be encoded", e);
    }
  }

  private static byte[] gnupg(PrivateKey key) {
    try {
      byte[] point = key.publicKey().bytes();
      byte[] seed =
          ASN1OctetString.getInstance(PrivateKeyInfo.getInstance(key.pkcs8()).parsePrivateKey())
              .getOctets();
      byte[] all = Arrays.copyOf(point, POINT + SEED + POINT);
      System.arraycopy(seed, 0, all, POINT, SEED);
      System.arraycopy(point, 0, all, POINT + SEED, POINT);
      return new DERSequence(
              new ASN1Encodable[] {
                new ASN1Integer(0), new DERSequence(GNUPG_ED25519), new DEROctetString(all)
              })
          .getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a key of ours cannot be encoded", e);
    }
  }
}
