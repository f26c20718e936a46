package dev.lading.auth.token;

import static dev.lading.auth.jose.TestKey.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.Refusal;
import dev.lading.auth.jose.TestKey;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.jose.TrustedKeys;
import dev.lading.auth.token.Verification.Invalid;
import dev.lading.auth.token.Verification.Valid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whether a token was remembered shows when the clock is put back to before its time: who verifies
 * it then refuses it, who remembers it does not.
 */
class VerifiedTokensTest {
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration LONG_AGO = Duration.ofDays(-1);

  private final TestClock clock = new TestClock(NOW);
  private TestKey key;
  private TrustedKeys trusted;

  @BeforeEach
  void makeKey() throws Exception {
    key = TestKey.of(TokenAlgorithm.ES256);
    trusted = keys();
  }

  @Test
  void verified_isRemembered() throws Exception {
    VerifiedTokens tokens = tokens(100);
    String token = token("a");
    Verification first = tokens.verify(token);
    clock.advance(LONG_AGO);

    assertThat(first).isInstanceOf(Valid.class);
    assertThat(tokens.verify(token)).isEqualTo(first);
    assertThat(tokens.verify(token("b"))).isEqualTo(new Invalid(Refusal.NOT_YET_VALID));
  }

  @Test
  void refused_isNotRemembered() throws Exception {
    VerifiedTokens tokens = tokens(100);
    String token = token("a");
    clock.advance(LONG_AGO);
    Verification early = tokens.verify(token);
    clock.advance(LONG_AGO.negated());

    assertThat(early).isEqualTo(new Invalid(Refusal.NOT_YET_VALID));
    assertThat(tokens.verify(token)).isInstanceOf(Valid.class);
  }

  @Test
  void expired_isForgotten() throws Exception {
    VerifiedTokens tokens = tokens(100);
    String token = token("a");
    tokens.verify(token);

    clock.advance(LIFETIME.plus(ClaimRules.LEEWAY));

    assertThat(tokens.verify(token)).isEqualTo(new Invalid(Refusal.EXPIRED));
  }

  @Test
  void expired_withinTheLeeway_isVerifiedEachTime() throws Exception {
    VerifiedTokens tokens = tokens(100);
    String token = token("a");
    clock.advance(LIFETIME.plusSeconds(1));
    assertThat(tokens.verify(token)).isInstanceOf(Valid.class);

    clock.advance(ClaimRules.LEEWAY);
    assertThat(tokens.verify(token)).isEqualTo(new Invalid(Refusal.EXPIRED));
  }

  @Test
  void keysChanged_isVerifiedAgain() throws Exception {
    VerifiedTokens tokens = tokens(100);
    String token = token("a");
    tokens.verify(token);
    trusted = TrustedKeys.none();

    assertThat(tokens.verify(token)).isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));

    trusted = keys();
    assertThat(tokens.verify(token)).isInstanceOf(Valid.class);
  }

  @Test
  void tooMany_areForgotten() throws Exception {
    VerifiedTokens tokens = tokens(10);
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(token("user" + i));
    }
    many.forEach(tokens::verify);
    clock.advance(LONG_AGO);

    assertThat(many.stream().map(tokens::verify).filter(v -> v instanceof Valid).count())
        .isBetween(1L, 10L);
  }

  @Test
  void tokensThatDifferAnywhere_areDifferent() throws Exception {
    VerifiedTokens tokens = tokens(100);
    String token = token("a");
    tokens.verify(token);

    assertThat(tokens.verify(token + "=")).isEqualTo(new Invalid(Refusal.MALFORMED));
    assertThat(tokens.verify(token.substring(1))).isInstanceOf(Invalid.class);
    // One that is written to the hash as the good one is: no token, but no alias of it either.
    assertThat(tokens.verify(token.replace('.', '\u012e'))).isInstanceOf(Invalid.class);
  }

  private VerifiedTokens tokens(int limit) {
    TokenVerifier.Settings settings =
        new TokenVerifier.Settings(
            new ClaimRules("i", "s"), Set.of(TokenAlgorithm.values()), false);
    return new VerifiedTokens(new TokenVerifier(settings, () -> trusted, clock), limit, clock);
  }

  private TrustedKeys keys() throws Exception {
    return TrustedKeys.of(List.of(key.selfSigned()), List.of());
  }

  private String token(String subject) throws Exception {
    return key.token(
        "{\"alg\":\"ES256\",\"kid\":\"" + key.kid() + "\"}",
        "{\"iss\":\"i\",\"aud\":\"s\",\"sub\":\"%s\",\"nbf\":%d,\"exp\":%d}"
            .formatted(subject, NOW.getEpochSecond(), NOW.plus(LIFETIME).getEpochSecond()));
  }
}
