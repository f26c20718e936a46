package dev.lading.auth.oidc;

import dev.lading.auth.jose.TokenAlgorithm;
import java.util.Set;

/**
 * An issuer whose tokens are taken, as the operator configured it.
 *
 * @param issuer exactly what {@code iss} has to be; for {@link KeyLocation.Discovered} a URL
 * @param audience what {@code aud} has to contain: a token that was made for somebody else must not
 *     open this registry
 */
public record OidcIssuer(
    String issuer,
    String audience,
    KeyLocation keys,
    Set<TokenAlgorithm> algorithms,
    ClaimMapping mapping) {
  public OidcIssuer {
    algorithms = Set.copyOf(algorithms);
    if (issuer.isEmpty() || audience.isEmpty() || algorithms.isEmpty()) {
      throw new IllegalArgumentException("an issuer has a name, an audience and an algorithm");
    }
    if (keys instanceof KeyLocation.Discovered) {
      KeyLocation.discovery(issuer);
    }
  }
}
