package dev.lading.auth.token;

import dev.lading.auth.jose.TokenAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys, and for each a certificate signed by itself, which is what other registries are given
 * to know our tokens by ({@code rootcertbundle}).
 */
final class SigningKeyMaker {
  /** Longer than any key is in use; what ends a key is its successor. */
  static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(3650);

  /** So that a registry whose clock is behind ours takes the certificate at once. */
  private static final Duration BEFORE = Duration.ofDays(1);

  private static final int SERIAL_BITS = 159;

  private final TokenAlgorithm algorithm;
  private final SecureRandom random;

  SigningKeyMaker(TokenAlgorithm algorithm, SecureRandom random) {
    this.algorithm = algorithm;
    this.random = random;
  }

  SigningKey make(long generation, Instant now, Instant signsFrom) {
    try {
      KeyPair pair = pair();
      return new SigningKey(
          generation, algorithm, pair.getPrivate(), certificate(pair, now), now, signsFrom);
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("this JDK makes no keys for " + algorithm, e);
    }
  }

  private KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(family());
    generator.initialize(parameters(), random);
    return generator.generateKeyPair();
  }

  private String family() {
    return switch (algorithm) {
      case ES256, ES384, ES512 -> "EC";
      case RS256, RS384, RS512, PS256, PS384, PS512 -> "RSA";
      case EDDSA -> "Ed25519";
    };
  }

  private AlgorithmParameterSpec parameters() {
    return switch (algorithm) {
      case ES256 -> new ECGenParameterSpec("secp256r1");
      case ES384 -> new ECGenParameterSpec("secp384r1");
      case ES512 -> new ECGenParameterSpec("secp521r1");
      case RS256, RS384, RS512, PS256, PS384, PS512 ->
          new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4);
      case EDDSA -> NamedParameterSpec.ED25519;
    };
  }

  private X509Certificate certificate(KeyPair pair, Instant now)
      throws CertificateException, OperatorCreationException, CertIOException {
    X500Name name = new X500Name("CN=Lading token signing key");
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random).setBit(0),
            Date.from(now.minus(BEFORE)),
            Date.from(now.plus(CERTIFICATE_VALIDITY)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(signature()).build(pair.getPrivate())));
  }

  private String signature() {
    return switch (algorithm) {
      case ES256 -> "SHA256withECDSA";
      case ES384 -> "SHA384withECDSA";
      case ES512 -> "SHA512withECDSA";
      case RS256, RS384, RS512, PS256, PS384, PS512 -> "SHA256withRSA";
      case EDDSA -> "Ed25519";
    };
  }
}
