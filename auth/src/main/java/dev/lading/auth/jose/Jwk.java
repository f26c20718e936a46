package dev.lading.auth.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** Between the JDK's public keys and those of RFC 7517. */
final class Jwk {
  private Jwk() {}

  /** The public half; empty when it is of a kind that no {@link TokenAlgorithm} takes. */
  static Optional<PublicKey> publicKey(JWK jwk) {
    try {
      Optional<PublicKey> key =
          switch (jwk) {
            case RSAKey rsa -> Optional.of(rsa.toPublicKey());
            case ECKey ec -> Optional.of(ec.toPublicKey());
            case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) ->
                Optional.of(Ed25519.publicKey(pair.getX().decode()));
            default -> Optional.empty();
          };
      return key.filter(TokenAlgorithm::anyFits);
    } catch (JOSEException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException when no {@link TokenAlgorithm} takes such a key
   */
  static JWK of(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> new RSAKey.Builder(rsa).build();
      case ECPublicKey ec ->
          new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
      case EdECPublicKey ed ->
          new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(Ed25519.bytes(ed))).build();
      default -> throw new IllegalArgumentException("no token key: " + key.getAlgorithm());
    };
  }
}
