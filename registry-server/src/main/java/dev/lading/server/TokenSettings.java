package dev.lading.server;

import dev.lading.auth.jose.TokenAlgorithm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whether clients come with tokens, and whose. */
sealed interface TokenSettings {

  /** No tokens. */
  record None() implements TokenSettings {}

  /**
   * The tokens of this registry.
   *
   * @param issuer what {@code iss} says
   * @param service what {@code aud} says, and the challenge
   * @param path where they are asked for, on the registry's own address
   * @param expiry how long one lives; at least a minute
   * @param algorithm of signing keys that are made
   * @param rotateAfter how old a signing key gets before its successor is made
   * @param sealing what keeps signing keys and refresh tokens secret
   */
  record Issued(
      String issuer,
      String service,
      String path,
      Duration expiry,
      TokenAlgorithm algorithm,
      Duration rotateAfter,
      SealingKey sealing)
      implements TokenSettings {}

  /**
   * The tokens of another server, by distribution's keys.
   *
   * @param realm the URL that clients ask for them
   * @param service what {@code aud} has to contain, and the challenge says
   * @param issuer what {@code iss} has to be
   * @param rootcertbundle PEM; this or {@code jwks} is there, or both
   * @param algorithms those that are believed; at least one
   * @param autoredirect whether the challenge names this very host, and {@code autoredirectpath}
   *     there, in the place of the realm
   */
  record External(
      String realm,
      String service,
      String issuer,
      Optional<Path> rootcertbundle,
      Optional<Path> jwks,
      Set<TokenAlgorithm> algorithms,
      boolean autoredirect,
      String autoredirectpath)
      implements TokenSettings {
    public External {
      algorithms = Set.copyOf(algorithms);
    }
  }
}
