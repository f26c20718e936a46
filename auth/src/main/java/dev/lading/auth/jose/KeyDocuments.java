package dev.lading.auth.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import dev.lading.auth.jose.JoseException.KeysInvalid;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;

/** The documents that keys to trust are written in: key sets (RFC 7517) and PEM bundles. */
public final class KeyDocuments {
  private static final int KEY_LIMIT = 100;

  private KeyDocuments() {}

  /**
   * The keys of a key set that can verify tokens. As RFC 7517 section 5 has it, those of other
   * kinds, or meant for encryption, are passed over.
   *
   * @throws KeysInvalid when it is no key set, has a symmetric key (which must never be published),
   *     or no key is left
   */
  public static List<TrustedKey> keySet(byte[] json) {
    JsonNode keys =
        StrictJson.object(json)
            .map(set -> set.path("keys"))
            .filter(JsonNode::isArray)
            .orElseThrow(() -> new KeysInvalid("not a JSON Web Key Set"));
    if (keys.size() > KEY_LIMIT) {
      throw new KeysInvalid("a key set of more than " + KEY_LIMIT + " keys");
    }
    List<TrustedKey> usable = new ArrayList<>();
    keys.forEach(key -> find(key).ifPresent(usable::add));
    if (usable.isEmpty()) {
      throw new KeysInvalid("the key set has no key that can verify tokens");
    }
    return usable;
  }

  /** A key set of the public keys, under the IDs they have here. */
  public static byte[] keySet(List<TrustedKey> keys) {
    List<JWK> published = keys.stream().map(KeyDocuments::published).toList();
    return new JWKSet(published).toString(true).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The certificates of a PEM file, in its order; other things in it are passed over.
   *
   * @throws KeysInvalid when there is none, or one cannot be read
   */
  public static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> certificates = new ArrayList<>();
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object object; (object = parser.readObject()) != null; ) {
        if (object instanceof X509CertificateHolder holder) {
          certificates.add(converter.getCertificate(holder));
        }
      }
    } catch (IOException | CertificateException e) {
      throw new KeysInvalid("a certificate cannot be read", e);
    }
    if (certificates.isEmpty()) {
      throw new KeysInvalid("there is no certificate");
    }
    return certificates;
  }

  private static Optional<TrustedKey> find(JsonNode key) {
    if (key.path("kty").asText().equals("oct")) {
      throw new KeysInvalid("a symmetric key verifies no token here");
    }
    try {
      JWK jwk = JWK.parse(key.toString());
      boolean isForTokens = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
      return isForTokens ? Jwk.publicKey(jwk).flatMap(k -> trusted(jwk, k)) : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** Empty when the key is published for an algorithm that is not ours, such as encryption. */
  private static Optional<TrustedKey> trusted(JWK jwk, PublicKey key) {
    String id = jwk.getKeyID() == null ? KeyIds.thumbprint(key) : jwk.getKeyID();
    if (jwk.getAlgorithm() == null) {
      return Optional.of(new TrustedKey(id, key, Optional.empty()));
    }
    return TokenAlgorithm.of(jwk.getAlgorithm().getName())
        .map(only -> new TrustedKey(id, key, Optional.of(only)));
  }

  private static JWK published(TrustedKey key) {
    Map<String, Object> fields = new HashMap<>(Jwk.of(key.key()).toJSONObject());
    fields.put("kid", key.id());
    fields.put("use", "sig");
    key.only().ifPresent(only -> fields.put("alg", only.text()));
    try {
      return JWK.parse(fields);
    } catch (ParseException e) {
      throw new IllegalStateException("a key that was just written cannot be read", e);
    }
  }
}
