package dev.lading.auth.token;

import dev.lading.auth.Identity;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Signs access tokens. Safe for any number of threads. */
public final class TokenIssuer {
  /** Clients take a shorter life for an error (and some of them for this one). */
  public static final Duration SHORTEST = Duration.ofSeconds(60);

  private static final int ID_BYTES = 16;

  private final String issuer;
  private final Duration lifetime;
  private final SigningKeys keys;
  private final InstantSource clock;
  private final SecureRandom random;

  /** A token that was issued just now. */
  public record Issued(String token, Instant at, Duration lifetime) {}

  /**
   * @param lifetime from {@link #SHORTEST} to the longest that the keys are made for
   */
  public TokenIssuer(
      String issuer,
      Duration lifetime,
      SigningKeys keys,
      InstantSource clock,
      SecureRandom random) {
    if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(keys.longestToken()) > 0) {
      throw new IllegalArgumentException("a token of " + lifetime);
    }
    this.issuer = issuer;
    this.lifetime = lifetime;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /**
   * @param service who is to accept it
   * @param access what was granted, perhaps nothing
   */
  public Issued issue(Identity subject, String service, List<Access> access) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("sub", subject.name());
    // A text, not a list: distribution before 3.0 reads nothing else.
    claims.put("aud", service);
    claims.put("exp", now.plus(lifetime).getEpochSecond());
    claims.put("nbf", now.getEpochSecond());
    claims.put("iat", now.getEpochSecond());
    claims.put("jti", id());
    putIdentity(claims, subject);
    claims.put("access", access.stream().map(TokenIssuer::entry).toList());
    return new Issued(keys.signer().sign(claims), now, lifetime);
  }

  private static void putIdentity(Map<String, Object> claims, Identity subject) {
    switch (subject) {
      case Identity.Anonymous _ -> {}
      case Identity.Robot _ -> claims.put(ClaimsReader.KIND, ClaimsReader.ROBOT);
      case Identity.User user when user.groups().isEmpty() -> {}
      case Identity.User user ->
          claims.put(ClaimsReader.GROUPS, user.groups().stream().sorted().toList());
    }
  }

  private static Map<String, Object> entry(Access access) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", access.type());
    entry.put("name", access.name());
    entry.put("actions", new ArrayList<>(access.actions()));
    return entry;
  }

  private String id() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
