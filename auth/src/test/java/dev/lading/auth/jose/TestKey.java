package dev.lading.auth.jose;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key of somebody's token server. Signs whatever it is given, by the JDK alone, so that the code
 * under test does not check itself.
 */
public record TestKey(TokenAlgorithm algorithm, KeyPair pair) {
  /** When everything in the tests happens. */
  public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  public static TestKey of(TokenAlgorithm algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator =
        switch (algorithm) {
          case ES256 -> curve("secp256r1");
          case ES384 -> curve("secp384r1");
          case ES512 -> curve("secp521r1");
          case EDDSA -> KeyPairGenerator.getInstance("Ed25519");
          case RS256, RS384, RS512, PS256, PS384, PS512 -> rsa(2048);
        };
    return new TestKey(algorithm, generator.generateKeyPair());
  }

  public static KeyPairGenerator rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator;
  }

  public PublicKey key() {
    return pair.getPublic();
  }

  public String kid() {
    return KeyIds.thumbprint(key());
  }

  /** The public half as JWK, with more members behind its own. */
  public String jwk(String more) {
    String own = Jwk.of(key()).toJSONString();
    return own.substring(0, own.length() - 1) + more + "}";
  }

  /** The token of this header and these claims, whatever they say. */
  public String token(String header, String claims) throws GeneralSecurityException {
    String input = part(header) + "." + part(claims);
    return input + "." + BASE64URL.encodeToString(sign(input.getBytes(StandardCharsets.UTF_8)));
  }

  public static String part(String json) {
    return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** A certificate for this key, which the other one signs. */
  public X509Certificate certificate(String name, TestKey by, String issuer, boolean ca)
      throws Exception {
    return certificate(name, by, issuer, ca, NOW.plus(Duration.ofDays(30)));
  }

  public X509Certificate certificate(
      String name, TestKey by, String issuer, boolean ca, Instant notAfter) throws Exception {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(System.nanoTime()),
            Date.from(NOW.minus(Duration.ofDays(60))),
            Date.from(notAfter),
            new X500Name("CN=" + name),
            key());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    PrivateKey signing = by.pair.getPrivate();
    String signature =
        switch (signing.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "Ed25519";
        };
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(signing)));
  }

  public X509Certificate selfSigned() throws Exception {
    return certificate("self", this, "self", false);
  }

  /** As the header member {@code x5c}. */
  public static String x5c(X509Certificate... chain) throws Exception {
    StringBuilder list = new StringBuilder();
    for (X509Certificate certificate : chain) {
      list.append(list.isEmpty() ? "" : ",").append('"');
      list.append(Base64.getEncoder().encodeToString(certificate.getEncoded())).append('"');
    }
    return "\"x5c\":[" + list + "]";
  }

  private byte[] sign(byte[] input) throws GeneralSecurityException {
    Signature signature =
        switch (algorithm) {
          case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
          case ES384 -> Signature.getInstance("SHA384withECDSAinP1363Format");
          case ES512 -> Signature.getInstance("SHA512withECDSAinP1363Format");
          case RS256 -> Signature.getInstance("SHA256withRSA");
          case RS384 -> Signature.getInstance("SHA384withRSA");
          case RS512 -> Signature.getInstance("SHA512withRSA");
          case PS256 -> pss("SHA-256", MGF1ParameterSpec.SHA256, 32);
          case PS384 -> pss("SHA-384", MGF1ParameterSpec.SHA384, 48);
          case PS512 -> pss("SHA-512", MGF1ParameterSpec.SHA512, 64);
          case EDDSA -> Signature.getInstance("Ed25519");
        };
    signature.initSign(pair.getPrivate());
    signature.update(input);
    return signature.sign();
  }

  private static Signature pss(String hash, MGF1ParameterSpec mask, int salt)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(new PSSParameterSpec(hash, "MGF1", mask, salt, 1));
    return signature;
  }

  private static KeyPairGenerator curve(String name) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(name));
    return generator;
  }
}
