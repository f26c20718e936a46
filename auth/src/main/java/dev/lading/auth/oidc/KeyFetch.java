package dev.lading.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.auth.jose.JoseException.KeysInvalid;
import dev.lading.auth.jose.KeyDocuments;
import dev.lading.auth.jose.TrustedKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Gets one issuer's key set from where it is. */
final class KeyFetch {
  private static final int LIMIT_BYTES = 256 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OidcIssuer issuer;
  private final HttpDocuments documents;

  KeyFetch(OidcIssuer issuer, HttpDocuments documents) {
    this.issuer = issuer;
    this.documents = documents;
  }

  String issuer() {
    return issuer.issuer();
  }

  /**
   * @throws IOException when it cannot be had, or is none
   */
  TrustedKeys fetch() throws IOException {
    try {
      return TrustedKeys.of(List.of(), KeyDocuments.keySet(bytes()));
    } catch (KeysInvalid e) {
      throw new IOException("the keys of " + issuer.issuer() + " are unusable", e);
    }
  }

  private byte[] bytes() throws IOException {
    return switch (issuer.keys()) {
      case KeyLocation.File(Path path) -> read(path);
      case KeyLocation.Url(URI uri) -> documents.get(uri);
      case KeyLocation.Discovered() -> documents.get(discovered());
    };
  }

  private static byte[] read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
      if (bytes.length > LIMIT_BYTES) {
        throw new IOException(path + " is too long for a key set");
      }
      return bytes;
    }
  }

  /** OpenID Connect Discovery section 4.3: the document has to be of exactly this issuer. */
  private URI discovered() throws IOException {
    JsonNode document = JSON.readTree(documents.get(KeyLocation.discovery(issuer.issuer())));
    if (!document.path("issuer").asText().equals(issuer.issuer())) {
      throw new IOException("the discovery document is of another issuer");
    }
    try {
      return KeyLocation.requireSafe(URI.create(document.path("jwks_uri").asText()));
    } catch (IllegalArgumentException e) {
      throw new IOException("the discovery document names no safe jwks_uri", e);
    }
  }
}
