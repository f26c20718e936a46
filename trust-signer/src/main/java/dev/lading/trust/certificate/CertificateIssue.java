package dev.lading.trust.certificate;

import dev.lading.trust.Gun;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.CertificatePem;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the certificate in which a root key is published, as notary makes it. */
public final class CertificateIssue {
  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final int SERIAL_BITS = 128;

  private CertificateIssue() {}

  /**
   * The key in a certificate of its own signing, for one repository and ten years.
   *
   * @throws KeyInvalid when the key is of a type that notary puts into no certificate
   */
  public static PublicKey selfSigned(PrivateKey key, Gun gun, Instant now, SecureRandom random) {
    KeyType type =
        key.publicKey()
            .keyType()
            .flatMap(KeyType::certificate)
            .orElseThrow(() -> new KeyInvalid("a root key is an ecdsa or an rsa one"));
    try {
      return PublicKey.of(
          type,
          CertificatePem.write(
              List.of(
                  builder(key, gun, now, random)
                      .build(
                          new JcaContentSignerBuilder(
                                  type == KeyType.ECDSA_X509 ? "SHA256withECDSA" : "SHA256withRSA")
                              .build(key.secret())))));
    } catch (IOException | OperatorCreationException e) {
      throw new KeyInvalid("this key signs no certificates", e);
    }
  }

  private static X509v3CertificateBuilder builder(
      PrivateKey key, Gun gun, Instant now, SecureRandom random) throws IOException {
    X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, encoded(gun.toString())).build();
    return new X509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random).setBit(0),
            Date.from(now),
            Date.from(now.plus(VALIDITY)),
            name,
            SubjectPublicKeyInfo.getInstance(key.publicKey().bytes()))
        .addExtension(
            Extension.keyUsage,
            true,
            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning))
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
  }

  /** Already encoded, for a common name may be longer here than the 64 characters of X.520. */
  private static ASN1Primitive encoded(String name) {
    return DERPrintableString.isPrintableString(name)
        ? new DERPrintableString(name)
        : new DERUTF8String(name);
  }
}
