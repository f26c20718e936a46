package dev.lading.auth.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.Map;

/**
 * Signs with one key. The header bears {@code typ}, {@code alg}, {@code kid} and, as {@code x5c},
 * the key's certificate. Safe for any number of threads.
 */
public final class TokenSigner {
  private final JWSHeader header;
  private final JWSSigner signer;

  /**
   * @throws IllegalArgumentException when the key is not one for this algorithm
   */
  public TokenSigner(
      TokenAlgorithm algorithm, String keyId, PrivateKey key, X509Certificate certificate) {
    try {
      this.header =
          new JWSHeader.Builder(algorithm.jws())
              .type(JOSEObjectType.JWT)
              .keyID(keyId)
              .x509CertChain(List.of(Base64.encode(certificate.getEncoded())))
              .build();
      this.signer = signer(algorithm, key);
    } catch (CertificateEncodingException | JOSEException e) {
      throw new IllegalArgumentException("no key for " + algorithm, e);
    }
  }

  /**
   * @param claims of texts, numbers, lists and maps
   */
  public String sign(Map<String, Object> claims) {
    JWSObject token = new JWSObject(header, new Payload(claims));
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the signing key does not sign", e);
    }
    return token.serialize();
  }

  private static JWSSigner signer(TokenAlgorithm algorithm, PrivateKey key) throws JOSEException {
    return switch (algorithm) {
      case ES256, ES384, ES512 -> new ECDSASigner((ECPrivateKey) key);
      case RS256, RS384, RS512, PS256, PS384, PS512 -> new RSASSASigner(key);
      case EDDSA -> new Ed25519.Signer(key);
    };
  }
}
