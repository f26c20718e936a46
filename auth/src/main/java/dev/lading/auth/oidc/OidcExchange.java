package dev.lading.auth.oidc;

import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.JoseException.NotAToken;
import dev.lading.auth.jose.Refusal;
import dev.lading.auth.jose.SignedToken;
import dev.lading.auth.jose.TrustedKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Exchanges tokens of configured issuers for users, by OpenID Connect Core section 3.1.3.7 as far
 * as it concerns somebody who is shown a token: issuer, audience, signature, time. Safe for any
 * number of threads; may wait for an issuer's keys.
 */
public final class OidcExchange implements AutoCloseable {
  private static final Duration FETCH_DEADLINE = Duration.ofSeconds(10);

  private final Map<String, Trusted> byIssuer;
  private final HttpDocuments documents;
  private final InstantSource clock;

  private record Trusted(OidcIssuer issuer, IssuerKeys keys) {}

  /**
   * Fetches nothing yet: an issuer that is down keeps no registry from starting.
   *
   * @throws IllegalArgumentException when two have one name
   */
  public OidcExchange(Collection<OidcIssuer> issuers, InstantSource clock) {
    this(issuers, clock, FETCH_DEADLINE);
  }

  OidcExchange(Collection<OidcIssuer> issuers, InstantSource clock, Duration deadline) {
    this.clock = clock;
    this.documents = new HttpDocuments(deadline);
    Map<String, Trusted> trusted = new HashMap<>();
    for (OidcIssuer issuer : issuers) {
      IssuerKeys keys = new IssuerKeys(new KeyFetch(issuer, documents), clock, deadline);
      if (trusted.put(issuer.issuer(), new Trusted(issuer, keys)) != null) {
        throw new IllegalArgumentException("two issuers named " + issuer.issuer());
      }
    }
    this.byIssuer = Map.copyOf(trusted);
  }

  public Outcome exchange(String text) {
    try {
      SignedToken token = SignedToken.parse(text);
      Trusted trusted = token.claims().text("iss").map(byIssuer::get).orElse(null);
      return trusted == null ? new Outcome.Refused(Refusal.WRONG_ISSUER) : exchange(token, trusted);
    } catch (NotAToken e) {
      return new Outcome.Refused(e.refusal());
    }
  }

  private Outcome exchange(SignedToken token, Trusted trusted) {
    OidcIssuer issuer = trusted.issuer();
    ClaimRules rules = new ClaimRules(issuer.issuer(), issuer.audience());
    Optional<Refusal> refusal = rules.check(token.claims(), clock.instant());
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    if (!issuer.algorithms().contains(token.algorithm())) {
      return new Outcome.Refused(Refusal.ALGORITHM_NOT_ALLOWED);
    }
    return switch (trusted.keys().keyOf(token)) {
      case IssuerKeys.Lookup.Unavailable _ -> new Outcome.KeysUnavailable(issuer.issuer());
      case IssuerKeys.Lookup.Unknown _ -> new Outcome.Refused(Refusal.UNKNOWN_KEY);
      case IssuerKeys.Lookup.Found(TrustedKey key) -> verified(token, key, issuer.mapping());
    };
  }

  private static Outcome verified(SignedToken token, TrustedKey key, ClaimMapping mapping) {
    if (!key.allows(token.algorithm())) {
      return new Outcome.Refused(Refusal.ALGORITHM_NOT_ALLOWED);
    }
    return token.isSignedBy(key.key())
        ? mapping.map(token.claims())
        : new Outcome.Refused(Refusal.BAD_SIGNATURE);
  }

  /** Gives up fetches that are under way. */
  @Override
  public void close() {
    documents.close();
  }
}
