package dev.lading.auth.jose;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/**
 * The algorithms a token may be signed by: those of RFC 7518 and RFC 8037 with a public key. There
 * is no {@code none}, and no {@code HS*}: with one of those a public key would be a signing secret.
 */
public enum TokenAlgorithm {
  RS256("RS256"),
  RS384("RS384"),
  RS512("RS512"),
  PS256("PS256"),
  PS384("PS384"),
  PS512("PS512"),
  ES256("ES256"),
  ES384("ES384"),
  ES512("ES512"),
  EDDSA("EdDSA");

  private static final int SHORTEST_RSA_BITS = 2048;

  /** Verifying with a longer one takes so long that a hostile certificate could use it. */
  private static final int LONGEST_RSA_BITS = 8192;

  private final String text;

  TokenAlgorithm(String text) {
    this.text = text;
  }

  /** The algorithm of this JOSE name, in exactly this case. */
  public static Optional<TokenAlgorithm> of(String name) {
    for (TokenAlgorithm algorithm : values()) {
      if (algorithm.text.equals(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** As JOSE headers write it. */
  public String text() {
    return text;
  }

  JWSAlgorithm jws() {
    return JWSAlgorithm.parse(text);
  }

  /** Whether a key of this type, curve and length may be used with this algorithm. */
  public boolean fits(PublicKey key) {
    return switch (this) {
      case RS256, RS384, RS512, PS256, PS384, PS512 ->
          key instanceof RSAPublicKey rsa && isOfUsableLength(rsa);
      case ES256 -> isOn(Curve.P_256, key);
      case ES384 -> isOn(Curve.P_384, key);
      case ES512 -> isOn(Curve.P_521, key);
      case EDDSA ->
          key instanceof EdECPublicKey ed
              && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
    };
  }

  /** Whether any algorithm can be used with the key. */
  static boolean anyFits(PublicKey key) {
    for (TokenAlgorithm algorithm : values()) {
      if (algorithm.fits(key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOn(Curve curve, PublicKey key) {
    return key instanceof ECPublicKey ec && curve.equals(Curve.forECParameterSpec(ec.getParams()));
  }

  private static boolean isOfUsableLength(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    return bits >= SHORTEST_RSA_BITS && bits <= LONGEST_RSA_BITS;
  }
}
