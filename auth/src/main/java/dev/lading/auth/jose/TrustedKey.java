package dev.lading.auth.jose;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key that tokens may be signed with.
 *
 * @param id what whoever published it calls it
 * @param only the one algorithm it was published for, if it says so
 */
public record TrustedKey(String id, PublicKey key, Optional<TokenAlgorithm> only) {

  /** A key that nobody named: its RFC 7638 thumbprint is its name. */
  static TrustedKey unnamed(PublicKey key) {
    return new TrustedKey(KeyIds.thumbprint(key), key, Optional.empty());
  }

  boolean is(PublicKey other) {
    return Arrays.equals(key.getEncoded(), other.getEncoded());
  }

  /** Whether it may be used so; says nothing of a signature. */
  public boolean allows(TokenAlgorithm algorithm) {
    return algorithm.fits(key) && only.filter(o -> o != algorithm).isEmpty();
  }
}
