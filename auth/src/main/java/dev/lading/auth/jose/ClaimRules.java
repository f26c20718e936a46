package dev.lading.auth.jose;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The first steps of "Verifying the token" in distribution's token authentication specification
 * (docs/content/spec/auth/jwt.md), which need no key. None of their answers can be relied on before
 * the signature is verified, but most bad tokens fall here and cost nothing more.
 *
 * @param issuer exactly what {@code iss} has to be
 * @param audience what {@code aud} has to be, or to contain
 */
public record ClaimRules(String issuer, String audience) {
  /** How far the clocks of an issuer and ours may differ; distribution's value. */
  public static final Duration LEEWAY = Duration.ofSeconds(60);

  /**
   * The first step that fails.
   *
   * @throws JoseException.NotAToken when a claim that is asked for is malformed, or there is no
   *     {@code exp}: a token that is good for ever was never meant
   */
  public Optional<Refusal> check(ClaimSet claims, Instant now) {
    // "Ensure that the issuer (iss claim) is an authority it trusts."
    if (!claims.text("iss").filter(issuer::equals).isPresent()) {
      return Optional.of(Refusal.WRONG_ISSUER);
    }
    // "Ensure that the registry identifies as the audience (aud claim)."
    if (!claims.texts("aud").contains(audience)) {
      return Optional.of(Refusal.WRONG_AUDIENCE);
    }
    // "Check that the current time is between the nbf and exp claim times."
    if (claims.instant("nbf").filter(nbf -> now.isBefore(nbf.minus(LEEWAY))).isPresent()) {
      return Optional.of(Refusal.NOT_YET_VALID);
    }
    return isExpired(claims, now) ? Optional.of(Refusal.EXPIRED) : Optional.empty();
    // "If enforcing single-use tokens, check that the JWT ID has not been seen before": not
    // enforced; every client of a registry uses a token several times.
  }

  private static boolean isExpired(ClaimSet claims, Instant now) {
    Instant expires =
        claims
            .instant("exp")
            .orElseThrow(() -> new JoseException.NotAToken(Refusal.MALFORMED, "no exp"));
    return !now.isBefore(expires.plus(LEEWAY));
  }
}
