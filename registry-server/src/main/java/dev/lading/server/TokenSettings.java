package dev.lading.server;

import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.token.SigningKeys;
import dev.lading.storage.Seal;
import dev.lading.storage.StorageDriver;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
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
      implements TokenSettings {
    /** How often whoever serves calls {@link SigningKeys#poll}. */
    static final Duration POLL_INTERVAL = Duration.ofSeconds(30);

    private static final String PURPOSE = "token-keys";

    /**
     * The signing keys in the store; makes the first.
     *
     * @throws dev.lading.auth.files.UnusableFile when there is no sealing key
     * @throws dev.lading.auth.token.TokenException when it is another than the keys were sealed
     *     with
     */
    SigningKeys signingKeys(StorageDriver driver, InstantSource clock, SecureRandom random) {
      return new SigningKeys(
          driver,
          Seal.of(sealing.load(random), PURPOSE, random),
          new SigningKeys.Settings(algorithm, expiry, POLL_INTERVAL, rotateAfter),
          clock,
          random);
    }
  }

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
