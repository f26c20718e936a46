package dev.lading.auth.token;

import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.JoseException.NotAToken;
import dev.lading.auth.jose.Refusal;
import dev.lading.auth.jose.SignedToken;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.jose.TrustedKey;
import dev.lading.auth.jose.TrustedKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Verifies access tokens: our own, or those of the token server that the operator trusts. A pure
 * function of the token, the keys and the time; nobody is asked over a network. Safe for any number
 * of threads.
 */
public final class TokenVerifier {
  private final Settings settings;
  private final Supplier<TrustedKeys> keys;
  private final InstantSource clock;

  /**
   * @param rules the issuer, and the service that tokens are for
   * @param algorithms those that are believed; never one with a shared secret
   * @param own whether the issuer is ourselves: only then are groups and robots read from a token
   */
  public record Settings(ClaimRules rules, Set<TokenAlgorithm> algorithms, boolean own) {
    public Settings {
      algorithms = Set.copyOf(algorithms);
    }
  }

  /**
   * @param keys those that count at the moment it is asked
   */
  public TokenVerifier(Settings settings, Supplier<TrustedKeys> keys, InstantSource clock) {
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  public Verification verify(String token) {
    return verify(token, keys.get());
  }

  TrustedKeys keys() {
    return keys.get();
  }

  Verification verify(String text, TrustedKeys trusted) {
    Instant now = clock.instant();
    try {
      SignedToken token = SignedToken.parse(text);
      Optional<Refusal> refusal = settings.rules().check(token.claims(), now);
      return refusal.isPresent()
          ? new Verification.Invalid(refusal.get())
          : verifySignature(token, trusted, now);
    } catch (NotAToken e) {
      return new Verification.Invalid(e.refusal());
    }
  }

  private Verification verifySignature(SignedToken token, TrustedKeys trusted, Instant now) {
    // "Verify that the signature of the token is valid", by an algorithm that was agreed upon.
    if (!settings.algorithms().contains(token.algorithm())) {
      return new Verification.Invalid(Refusal.ALGORITHM_NOT_ALLOWED);
    }
    Optional<TrustedKey> key = trusted.keyOf(token, now);
    if (key.isEmpty()) {
      return new Verification.Invalid(Refusal.UNKNOWN_KEY);
    }
    if (!key.get().allows(token.algorithm())) {
      return new Verification.Invalid(Refusal.ALGORITHM_NOT_ALLOWED);
    }
    // "Check the access claim value" is for whoever knows what is to be done: Claims.cover.
    return token.isSignedBy(key.get().key())
        ? new Verification.Valid(ClaimsReader.read(token.claims(), settings.own()))
        : new Verification.Invalid(Refusal.BAD_SIGNATURE);
  }
}
