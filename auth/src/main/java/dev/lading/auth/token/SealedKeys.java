package dev.lading.auth.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.token.TokenException.KeyUnreadable;
import dev.lading.storage.Key;
import dev.lading.storage.Seal;
import dev.lading.storage.StorageDriver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The generations of the signing key in the store, each an object that never changes:
 *
 * <pre>
 * lading/state/keys/token/0000000001   {"version":1,"kid":"...","sealed":"..."}
 * </pre>
 *
 * <p>Everything but the ID is sealed, the certificate too: whoever may write to the store must not
 * be able to add a key that we believe. The ID and the generation are bound to it, so that no
 * object passes for another generation.
 */
final class SealedKeys {
  private static final Key CHAIN = Key.of("lading/state/keys/token");
  private static final int DIGITS = 10;
  private static final int LIMIT_BYTES = 64 * 1024;
  private static final int MOST = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StorageDriver driver;
  private final Seal seal;

  SealedKeys(StorageDriver driver, Seal seal) {
    this.driver = driver;
    this.seal = seal;
  }

  /** Ascending. */
  List<Long> generations() {
    return driver.children(CHAIN, Optional.empty(), MOST).stream()
        .filter(SealedKeys::isGeneration)
        .map(Long::valueOf)
        .toList();
  }

  /**
   * Empty when it is not, or no longer, there.
   *
   * @throws KeyUnreadable when it cannot be opened
   */
  Optional<SigningKey> find(long generation) {
    return driver.read(key(generation), LIMIT_BYTES).map(bytes -> open(generation, bytes));
  }

  /** Adds a generation; false, and nothing is changed, when another replica was first. */
  boolean add(SigningKey key) {
    return driver.writeIfAbsent(key(key.generation()), sealed(key));
  }

  void remove(long generation) {
    driver.delete(key(generation));
  }

  private byte[] sealed(SigningKey key) {
    try {
      ObjectNode secret = JSON.createObjectNode();
      secret.put("algorithm", key.algorithm().text());
      secret.put("key", key.key().getEncoded());
      secret.put("certificate", key.certificate().getEncoded());
      secret.put("created", key.created().toString());
      secret.put("signsFrom", key.signsFrom().toString());
      ObjectNode object = JSON.createObjectNode().put("version", 1).put("kid", key.id());
      String context = context(key.generation(), key.id());
      object.put("sealed", seal.seal(JSON.writeValueAsBytes(secret), context));
      return JSON.writeValueAsBytes(object);
    } catch (CertificateEncodingException | JsonProcessingException e) {
      throw new IllegalArgumentException("a key that cannot be written", e);
    }
  }

  private SigningKey open(long generation, byte[] bytes) {
    try {
      JsonNode object = JSON.readTree(bytes);
      String context = context(generation, object.path("kid").asText());
      Optional<byte[]> secret = seal.open(binary(object, "sealed"), context);
      if (object.path("version").asInt() != 1 || secret.isEmpty()) {
        throw new KeyUnreadable(key(generation), null);
      }
      return read(generation, JSON.readTree(secret.get()));
    } catch (IOException | GeneralSecurityException | DateTimeException e) {
      throw new KeyUnreadable(key(generation), e);
    }
  }

  private static SigningKey read(long generation, JsonNode secret)
      throws IOException, GeneralSecurityException {
    TokenAlgorithm algorithm =
        TokenAlgorithm.of(secret.path("algorithm").asText())
            .orElseThrow(() -> new IOException("an unknown algorithm"));
    byte[] der = binary(secret, "certificate");
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    PrivateKey key =
        KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(binary(secret, "key")));
    Instant created = Instant.parse(secret.path("created").asText());
    Instant signsFrom = Instant.parse(secret.path("signsFrom").asText());
    return new SigningKey(generation, algorithm, key, certificate, created, signsFrom);
  }

  private static byte[] binary(JsonNode object, String name) throws IOException {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      throw new IOException("no " + name);
    }
    return value.binaryValue();
  }

  private static String context(long generation, String keyId) {
    return generation + " " + keyId;
  }

  private static Key key(long generation) {
    return CHAIN.resolve(String.format("%0" + DIGITS + "d", generation));
  }

  private static boolean isGeneration(String name) {
    return name.length() == DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
