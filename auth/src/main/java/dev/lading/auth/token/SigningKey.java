package dev.lading.auth.token;

import dev.lading.auth.jose.KeyIds;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.jose.TokenSigner;
import dev.lading.auth.jose.TrustedKey;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * One generation of the key that tokens are signed with.
 *
 * <p>Its ID is the RFC 7638 thumbprint. With {@code x5c} in the header, registries that know the
 * certificate ask for no ID; those that take keys from a key set or, since distribution 3, from the
 * bundle by ID know this one. (Only those before 3.0 without {@code x5c} would want libtrust's.)
 *
 * @param generation counts from 1
 * @param signsFrom when every replica has had the time to learn of it
 */
record SigningKey(
    long generation,
    TokenAlgorithm algorithm,
    PrivateKey key,
    X509Certificate certificate,
    Instant created,
    Instant signsFrom) {

  String id() {
    return KeyIds.thumbprint(certificate.getPublicKey());
  }

  TokenSigner signer() {
    return new TokenSigner(algorithm, id(), key, certificate);
  }

  TrustedKey published() {
    return new TrustedKey(id(), certificate.getPublicKey(), Optional.of(algorithm));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SigningKey[" + generation + ", " + algorithm + ", " + id() + "]";
  }
}
