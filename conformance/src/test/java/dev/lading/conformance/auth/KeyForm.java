package dev.lading.conformance.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/** How the header of a token names the key that it is signed by. */
enum KeyForm {
  X5C,
  JWK,
  THUMBPRINT,
  LIBTRUST,
  /** A name that only the JWKS knows. */
  LISTED;

  static final String LISTED_NAME = "key of 2026/7";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int FINGERPRINT_BYTES = 30;
  private static final int FINGERPRINT_CHARACTERS = 48;

  JWSHeader header(ECKey key, X509Certificate certificate) {
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT);
    try {
      return switch (this) {
        case X5C -> header.x509CertChain(List.of(Base64.encode(certificate.getEncoded()))).build();
        case JWK -> header.jwk(key.toPublicJWK()).build();
        case THUMBPRINT -> header.keyID(key.computeThumbprint().toString()).build();
        case LIBTRUST -> header.keyID(fingerprint(certificate.getPublicKey())).build();
        case LISTED -> header.keyID(LISTED_NAME).build();
      };
    } catch (JOSEException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of libtrust: 240 bits of SHA-256 in base 32, in groups of four. */
  private static String fingerprint(PublicKey key) {
    byte[] hash = Arrays.copyOf(sha256(key.getEncoded()), FINGERPRINT_BYTES);
    BigInteger number = new BigInteger(1, hash);
    StringBuilder text = new StringBuilder();
    for (int i = FINGERPRINT_CHARACTERS - 1; i >= 0; i--) {
      text.append(BASE32.charAt(number.shiftRight(5 * i).intValue() & 31));
      text.append(i % 4 == 0 && i > 0 ? ":" : "");
    }
    return text.toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
