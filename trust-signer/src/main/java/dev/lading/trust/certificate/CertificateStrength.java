package dev.lading.trust.certificate;

import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.CertificatePem;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;

/** What makes a certificate worthless whoever names it. */
public final class CertificateStrength {
  private static final int SHORTEST_RSA_BITS = 2048;

  private static final Set<String> BROKEN_HASHES =
      Set.of(
          PKCSObjectIdentifiers.md2WithRSAEncryption.getId(),
          PKCSObjectIdentifiers.md4WithRSAEncryption.getId(),
          PKCSObjectIdentifiers.md5WithRSAEncryption.getId(),
          PKCSObjectIdentifiers.sha1WithRSAEncryption.getId(),
          X9ObjectIdentifiers.id_dsa_with_sha1.getId(),
          X9ObjectIdentifiers.ecdsa_with_SHA1.getId());

  private CertificateStrength() {}

  /**
   * What is weak about a key's certificate, in notary's words; nothing for a key without one. Until
   * when it is valid is not looked at.
   */
  public static Optional<String> weakness(PublicKey key) {
    if (key.keyType().filter(KeyType::isCertificate).isEmpty()) {
      return Optional.empty();
    }
    try {
      return weakness(CertificatePem.read(key.bytes()).getFirst());
    } catch (KeyInvalid e) {
      return Optional.of(e.text());
    }
  }

  static Optional<String> weakness(X509CertificateHolder certificate) {
    if (certificate.getNotBefore().toInstant().isAfter(certificate.getNotAfter().toInstant())) {
      return Optional.of("certificate validity window is invalid");
    }
    if (BROKEN_HASHES.contains(certificate.getSignatureAlgorithm().getAlgorithm().getId())) {
      return Optional.of(
          "certificate with CN "
              + RootCertificate.commonName(certificate).orElse("")
              + " uses invalid SHA1 signature algorithm");
    }
    return isShortRsa(certificate.getSubjectPublicKeyInfo())
        ? Optional.of("RSA bit length is too short")
        : Optional.empty();
  }

  private static boolean isShortRsa(SubjectPublicKeyInfo key) {
    if (!key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return false;
    }
    try {
      RSAPublicKey rsa = RSAPublicKey.getInstance(key.parsePublicKey());
      return rsa.getModulus().bitLength() < SHORTEST_RSA_BITS;
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle throws as it likes; a key that is none is as weak as can be.
      return true;
    }
  }
}
