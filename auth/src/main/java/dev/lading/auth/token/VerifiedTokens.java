package dev.lading.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.lading.auth.jose.TrustedKeys;
import dev.lading.auth.token.Verification.Valid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Remembers which tokens were verified, so that each costs a signature once and a hash afterwards.
 * A token is forgotten when it expires, when the trusted keys change in any way, or when there are
 * too many; one that was refused is not remembered at all. No token is kept, only its SHA-256.
 *
 * <p>A token cannot be revoked by itself: until it expires it says what it said when it was issued.
 * So it is short-lived, and policies are asked again for each request. Safe for any number of
 * threads.
 */
public final class VerifiedTokens {
  private final TokenVerifier verifier;
  private final Cache<TokenHash, Remembered> remembered;

  /** Claims, and the keys they were believed by. */
  private record Remembered(Valid valid, TrustedKeys by) {}

  /**
   * @param limit how many tokens are remembered; one takes about half a KiB
   */
  public VerifiedTokens(TokenVerifier verifier, int limit, InstantSource clock) {
    this.verifier = verifier;
    this.remembered =
        Caffeine.newBuilder()
            .maximumSize(limit)
            .executor(Runnable::run)
            .ticker(() -> nanos(clock.instant()))
            .expireAfter(untilExpired(clock))
            .build();
  }

  public Verification verify(String token) {
    TokenHash hash = TokenHash.of(token);
    TrustedKeys keys = verifier.keys();
    Remembered known = remembered.getIfPresent(hash);
    return known != null && known.by == keys ? known.valid : verify(token, hash, keys);
  }

  private Verification verify(String token, TokenHash hash, TrustedKeys keys) {
    Verification verification = verifier.verify(token, keys);
    if (verification instanceof Valid valid) {
      remembered.put(hash, new Remembered(valid, keys));
    }
    return verification;
  }

  private static Expiry<TokenHash, Remembered> untilExpired(InstantSource clock) {
    return Expiry.writing(
        (_, known) -> {
          Duration left = Duration.between(clock.instant(), known.valid.claims().expires());
          return left.isNegative() ? Duration.ZERO : left;
        });
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}
