package dev.lading.trust.certificate;

import dev.lading.trust.key.CertificatePem;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates as nobody should make them, and others. */
record TestCertificates(String algorithm, int bits, String signature) {
  static final TestCertificates EC = new TestCertificates("EC", 256, "SHA256withECDSA");

  X509CertificateHolder of(String subject, Instant from, Duration lifetime, boolean authority) {
    return of(subject, from, lifetime, Optional.of(authority));
  }

  X509CertificateHolder of(
      String subject, Instant from, Duration lifetime, Optional<Boolean> authority) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      KeyPair pair = generator.generateKeyPair();
      X500Name name = new X500Name(subject);
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              name,
              BigInteger.ONE,
              Date.from(from),
              Date.from(from.plus(lifetime)),
              name,
              SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      if (authority.isPresent()) {
        builder.addExtension(
            Extension.basicConstraints, true, new BasicConstraints(authority.get()));
      }
      return builder.build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  static PublicKey key(X509CertificateHolder... certificates) {
    return PublicKey.of(KeyType.ECDSA_X509, CertificatePem.write(Arrays.asList(certificates)));
  }
}
