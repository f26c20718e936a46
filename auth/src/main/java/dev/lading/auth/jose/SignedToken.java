package dev.lading.auth.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import dev.lading.auth.jose.JoseException.NotAToken;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/**
 * A JWT in the compact form of a JWS (RFC 7515, 7519), read strictly and not yet believed.
 *
 * <p>Of the header, {@code alg}, {@code kid}, {@code jwk} and {@code x5c} are looked at. A {@code
 * crit} extension is refused, whatever it is; {@code jku} and {@code x5u} are never followed.
 */
public final class SignedToken {
  private static final int LENGTH_LIMIT = 16 * 1024;
  private static final int HEADER_LIMIT = 12 * 1024;
  private static final int KEY_ID_LIMIT = 512;

  private final TokenAlgorithm algorithm;
  private final JWSObject jws;
  private final ClaimSet claims;

  private SignedToken(TokenAlgorithm algorithm, JWSObject jws, ClaimSet claims) {
    this.algorithm = algorithm;
    this.jws = jws;
    this.claims = claims;
  }

  /**
   * @throws NotAToken with {@link Refusal#TOO_LONG}, {@link Refusal#MALFORMED}, or {@link
   *     Refusal#ALGORITHM_NOT_ALLOWED}
   */
  public static SignedToken parse(String text) {
    if (text.length() > LENGTH_LIMIT) {
      throw new NotAToken(Refusal.TOO_LONG, "more than " + LENGTH_LIMIT + " characters");
    }
    int payload = text.indexOf('.') + 1;
    int signature = text.indexOf('.', payload) + 1;
    if (payload == 0 || signature == 0 || signature == text.length()) {
      throw malformed("not three parts");
    }
    Base64URL header = part(text.substring(0, payload - 1));
    if (payload > HEADER_LIMIT) {
      throw new NotAToken(Refusal.TOO_LONG, "a header of " + payload + " characters");
    }
    Base64URL claims = part(text.substring(payload, signature - 1));
    return of(header, claims, part(text.substring(signature)));
  }

  private static SignedToken of(Base64URL header, Base64URL claims, Base64URL signature) {
    TokenAlgorithm algorithm = requireUnderstood(object(header));
    ClaimSet claimed = new ClaimSet(object(claims));
    try {
      return new SignedToken(algorithm, new JWSObject(header, claims, signature), claimed);
    } catch (ParseException e) {
      throw malformed("the header cannot be understood");
    }
  }

  public TokenAlgorithm algorithm() {
    return algorithm;
  }

  public ClaimSet claims() {
    return claims;
  }

  /** A name, and nothing else: it is looked up in a map, never in a file system. */
  Optional<String> keyId() {
    return Optional.ofNullable(jws.getHeader().getKeyID());
  }

  Optional<JWK> key() {
    return Optional.ofNullable(jws.getHeader().getJWK());
  }

  /** Certificates in DER, that of the signing key first; empty when the header has none. */
  Optional<List<byte[]>> certificates() {
    return Optional.ofNullable(jws.getHeader().getX509CertChain())
        .map(chain -> chain.stream().map(c -> c.decode()).toList());
  }

  /** Whether the signature is that of this key; false also when the key is of another type. */
  public boolean isSignedBy(PublicKey key) {
    if (!algorithm.fits(key)) {
      return false;
    }
    try {
      return jws.verify(verifier(jws.getHeader(), key));
    } catch (JOSEException e) {
      return false;
    }
  }

  private JWSVerifier verifier(JWSHeader header, PublicKey key) throws JOSEException {
    return algorithm == TokenAlgorithm.EDDSA
        ? new Ed25519.Verifier(key)
        : new DefaultJWSVerifierFactory().createJWSVerifier(header, key);
  }

  private static TokenAlgorithm requireUnderstood(ObjectNode header) {
    // b64 (RFC 7797) would change what is signed; it is allowed with crit only.
    if (header.has("crit") || header.has("b64")) {
      throw malformed("the header asks for an extension");
    }
    if (header.path("kid").asText().length() > KEY_ID_LIMIT) {
      throw new NotAToken(Refusal.TOO_LONG, "a key ID of more than 512 characters");
    }
    JsonNode type = header.path("typ");
    if (!type.isMissingNode() && !type.asText().equalsIgnoreCase("JWT")) {
      throw malformed("not of type JWT");
    }
    return TokenAlgorithm.of(header.path("alg").asText())
        .orElseThrow(() -> new NotAToken(Refusal.ALGORITHM_NOT_ALLOWED, "not with a public key"));
  }

  private static ObjectNode object(Base64URL part) {
    return StrictJson.object(part.decode()).orElseThrow(() -> malformed("not a JSON object"));
  }

  private static Base64URL part(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isBase64Url(text.charAt(i))) {
        throw malformed("not base64url");
      }
    }
    return new Base64URL(text);
  }

  private static boolean isBase64Url(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private static NotAToken malformed(String why) {
    return new NotAToken(Refusal.MALFORMED, why);
  }
}
