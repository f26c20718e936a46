package dev.lading.auth.token.service;

import static dev.lading.auth.jose.TestKey.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.auth.Identity;
import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.token.Access;
import dev.lading.auth.token.Claims;
import dev.lading.auth.token.Scopes;
import dev.lading.auth.token.SigningKeys;
import dev.lading.auth.token.TestClock;
import dev.lading.auth.token.TokenIssuer;
import dev.lading.auth.token.TokenVerifier;
import dev.lading.auth.token.Verification;
import dev.lading.auth.token.service.RequestRefused.Fault;
import dev.lading.storage.Seal;
import dev.lading.storage.memory.MemoryDriver;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenServiceTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration REFRESH = Duration.ofDays(90);
  private static final Identity ALICE = new Identity.User("alice", Set.of());
  private static final Identity ANYBODY = new Identity.Anonymous();

  private final TestClock clock = new TestClock(NOW);
  private final SecretKey master = new SecretKeySpec("k".repeat(32).getBytes(UTF_8), "AES");
  private final SigningKeys keys =
      new SigningKeys(
          new MemoryDriver(clock),
          Seal.of(master, "token-keys", RANDOM),
          new SigningKeys.Settings(
              TokenAlgorithm.ES256, LIFETIME, Duration.ofSeconds(30), Duration.ofDays(90)),
          clock,
          RANDOM);

  /** What the password file and the robots hold; tests change it. */
  private final Map<Identity, Accounts.Account> accounts =
      new HashMap<>(
          Map.of(
              ALICE,
              new Accounts.Account(ALICE, Set.of("alice:$2y$hash")),
              new Identity.Robot("bot"),
              new Accounts.Account(new Identity.Robot("bot"), Set.of("first", "second"))));

  private final TokenService service = replica("registry");

  /** Everybody may pull below public/, alice also does all else but delete, nobody the catalog. */
  private static boolean allowed(Identity who, String type, String name, String action) {
    boolean isPublicPull = name.startsWith("public/") && action.equals("pull");
    boolean isAlices = who.equals(ALICE) && !action.equals("delete");
    return type.equals("repository") && (isPublicPull || isAlices);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          repository:a:pull                          | repository:a:pull
          repository:a:push,pull                     | repository:a:push,pull
          repository:a:delete                        | -
          repository:a:*                             | repository:a:pull,push,sign,pull-unsigned
          repository:a:pull,fly,*x                   | repository:a:pull
          repository:a:pull repository:b:push        | repository:a:pull repository:b:push
          repository:localhost:5000/a:pull           | repository:localhost:5000/a:pull
          repository(plugin):a:pull                  | repository:a:pull
          registry:catalog:*                         | -
          planet:a:pull                              | -
          nonsense                                   | -
          -                                          | -
          """)
  void granted_isWhatIsAskedForAndAllowed(String asked, String granted) {
    TokenAnswer answer = service.answer(asking(Optional.ofNullable(asked)), login(ALICE));

    assertThat(answer.scope()).isEqualTo(granted == null ? "" : granted);
    assertThat(claims(answer).access()).isEqualTo(answer.granted());
    assertThat(claims(answer).subject()).isEqualTo(ALICE);
  }

  @Test
  void granted_toAnybody_isAnAnonymousToken() {
    TokenAnswer answer =
        service.answer(
            asking(Optional.of("repository:public/a:pull,push repository:b:pull")),
            Login.anonymous());

    assertThat(claims(answer))
        .isEqualTo(
            new Claims(
                ANYBODY,
                List.of(new Access("repository", "public/a", List.of("pull"))),
                NOW.plus(LIFETIME)));
    assertThat(answer.refreshToken()).isEmpty();
  }

  @Test
  void granted_catalog_isTheStarAndNothingElse() {
    TokenService open =
        new TokenService("registry", issuer(), refreshTokens(master), (_, _, _, _) -> true);

    assertThat(
            open.answer(
                    asking(
                        Optional.of("registry:catalog:*,pull registry:other:* registry:catalog:")),
                    login(ALICE))
                .scope())
        .isEqualTo("registry:catalog:*");
  }

  /** The limits on scopes, groups and tokens belong together. */
  @Test
  void granted_asMuchAsCanBe_isStillAToken() {
    Identity manager =
        new Identity.User(
            "m".repeat(256),
            IntStream.range(0, 64).mapToObj("g%031d"::formatted).collect(Collectors.toSet()));
    String scopes =
        IntStream.range(0, Scopes.COUNT_LIMIT)
            .mapToObj(i -> "repository:%s%02d:*".formatted("r".repeat(112), i))
            .collect(Collectors.joining(" "));
    TokenService open =
        new TokenService("registry", issuer(), refreshTokens(master), (_, _, _, _) -> true);
    TokenAnswer answer = open.answer(asking(Optional.of(scopes)), login(manager));

    assertThat(scopes).hasSizeBetween(4000, Scopes.LENGTH_LIMIT);
    assertThat(claims(answer).access()).hasSize(Scopes.COUNT_LIMIT);
    // An RSA key's certificate takes 2 KiB more.
    assertThat(answer.issued().token()).hasSizeLessThan(14 * 1024);
  }

  @Test
  void answer_inJson_servesOldAndNewClients() throws Exception {
    TokenAnswer answer = service.answer(offline(new Grant.Presented()), login(ALICE));
    JsonNode json = new ObjectMapper().readTree(answer.json());

    assertThat(json.path("token").asText()).isEqualTo(answer.issued().token());
    assertThat(json.path("access_token")).isEqualTo(json.path("token"));
    assertThat(json.path("expires_in").asInt()).isEqualTo(300);
    assertThat(json.path("issued_at").asText()).isEqualTo("2026-11-21T12:00:00Z");
    assertThat(json.path("scope").asText()).isEqualTo("repository:a:pull");
    assertThat(json.path("refresh_token").asText()).isEqualTo(answer.refreshToken().orElseThrow());
    assertThat(answer).asString().doesNotContain(answer.issued().token());
  }

  @Test
  void answer_withoutRefreshToken_doesNotNameOne() throws Exception {
    TokenAnswer answer = service.answer(asking(Optional.empty()), login(ALICE));

    assertThat(new ObjectMapper().readTree(answer.json()).has("refresh_token")).isFalse();
  }

  @Test
  void answer_forAnotherService_isRefused() {
    TokenRequest request = TokenRequest.ofQuery(Map.of("service", List.of("other")));

    assertThatThrownBy(() -> service.answer(request, login(ALICE)))
        .isInstanceOfSatisfying(
            RequestRefused.class, e -> assertThat(e.fault()).isEqualTo(Fault.SERVICE_UNKNOWN));
  }

  @Test
  void refreshToken_isGoodOnEveryReplica_andComesBack() {
    String token = refreshToken(login(ALICE));
    TokenService other = replica("registry");
    Grant.Refresh grant = new Grant.Refresh(token);
    Login redeemed = other.redeem(grant);

    assertThat(redeemed.identity()).isEqualTo(ALICE);
    assertThat(other.answer(offline(grant), redeemed).refreshToken()).contains(token);
    assertThat(other.answer(asking(Optional.empty()), redeemed).refreshToken()).isEmpty();
  }

  @Test
  void refreshToken_afterThePasswordChanged_isInvalid() {
    String token = refreshToken(login(ALICE));
    accounts.put(ALICE, new Accounts.Account(ALICE, Set.of("alice:$2y$other")));

    assertInvalid(token);
  }

  @Test
  void refreshToken_afterTheUserWasRemoved_isInvalid() {
    String token = refreshToken(login(ALICE));
    accounts.remove(ALICE);

    assertInvalid(token);
  }

  @Test
  void refreshToken_ofOneOfTwoSecrets_goesWithThatSecret() {
    Identity bot = new Identity.Robot("bot");
    String ofFirst = refreshToken(new Login(bot, Optional.of("first")));
    String ofSecond = refreshToken(new Login(bot, Optional.of("second")));
    accounts.put(bot, new Accounts.Account(bot, Set.of("second", "third")));

    assertInvalid(ofFirst);
    assertThat(service.redeem(new Grant.Refresh(ofSecond)).identity()).isEqualTo(bot);
  }

  @Test
  void refreshToken_ofARobot_isNotThatOfAUserOfItsName() {
    accounts.put(
        new Identity.Robot("alice"),
        new Accounts.Account(new Identity.Robot("alice"), Set.of("alice:$2y$hash")));

    assertThat(service.redeem(new Grant.Refresh(refreshToken(login(ALICE)))).identity())
        .isEqualTo(ALICE);
  }

  @Test
  void refreshToken_thatIsTooOld_isInvalid() {
    String token = refreshToken(login(ALICE));
    clock.advance(REFRESH.minusSeconds(1));
    assertThat(service.redeem(new Grant.Refresh(token)).identity()).isEqualTo(ALICE);

    clock.advance(Duration.ofSeconds(1));
    assertInvalid(token);
  }

  @Test
  void refreshToken_ofAnotherServiceOrKey_isInvalid() {
    TokenService other = replica("elsewhere");
    RefreshTokens otherKey =
        refreshTokens(new SecretKeySpec("x".repeat(32).getBytes(UTF_8), "AES"));

    assertInvalid(
        other
            .answer(
                new TokenRequest(
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    new Grant.Presented()),
                login(ALICE))
            .refreshToken()
            .orElseThrow());
    assertInvalid(otherKey.issue(login(ALICE), "registry").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "lading-refresh.", "lading-refresh.!!!", "lading-refresh.AAAA", "\u00e9"})
  void refreshToken_thatIsNone_isInvalid(String token) {
    assertInvalid(token);
    assertInvalid("lading-refresh." + "A".repeat(100_000));
  }

  @Test
  void refreshToken_isNoAccessToken_norTheOtherWayRound() {
    TokenAnswer answer = service.answer(offline(new Grant.Presented()), login(ALICE));

    assertInvalid(answer.issued().token());
    assertThat(verifier().verify(answer.refreshToken().orElseThrow()))
        .isInstanceOf(Verification.Invalid.class);
  }

  @Test
  void login_withoutStoredCredential_getsNoRefreshToken() {
    Login workload = new Login(new Identity.User("ci:a", Set.of()), Optional.empty());

    assertThat(service.answer(offline(new Grant.Presented()), workload).refreshToken()).isEmpty();
  }

  @Test
  void stamps_areNotPrinted() {
    assertThat(login(ALICE)).asString().doesNotContain("$2y$");
    assertThat(accounts).asString().doesNotContain("$2y$");
  }

  private void assertInvalid(String refreshToken) {
    assertThatThrownBy(() -> service.redeem(new Grant.Refresh(refreshToken)))
        .isInstanceOfSatisfying(
            RequestRefused.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.GRANT_INVALID);
              assertThat(e.fault().error()).isEqualTo("invalid_grant");
            });
  }

  private String refreshToken(Login login) {
    return service.answer(offline(new Grant.Presented()), login).refreshToken().orElseThrow();
  }

  private Claims claims(TokenAnswer answer) {
    Verification verification = verifier().verify(answer.issued().token());
    assertThat(verification).isInstanceOf(Verification.Valid.class);
    return ((Verification.Valid) verification).claims();
  }

  private TokenVerifier verifier() {
    return new TokenVerifier(
        new TokenVerifier.Settings(
            new ClaimRules("lading", "registry"), Set.of(TokenAlgorithm.ES256), true),
        keys::trusted,
        clock);
  }

  private TokenService replica(String name) {
    return new TokenService(name, issuer(), refreshTokens(master), TokenServiceTest::allowed);
  }

  private TokenIssuer issuer() {
    return new TokenIssuer("lading", LIFETIME, keys, clock, RANDOM);
  }

  private RefreshTokens refreshTokens(SecretKey key) {
    return new RefreshTokens(
        Seal.of(key, "refresh-tokens", RANDOM),
        who -> Optional.ofNullable(accounts.get(who)),
        REFRESH,
        clock);
  }

  private static Login login(Identity identity) {
    return new Login(identity, Optional.of("alice:$2y$hash"));
  }

  private static TokenRequest asking(Optional<String> scope) {
    return TokenRequest.ofQuery(
        Map.of("service", List.of("registry"), "scope", scope.stream().toList()));
  }

  private static TokenRequest offline(Grant grant) {
    TokenRequest asking = asking(Optional.of("repository:a:pull"));
    return new TokenRequest(
        asking.service(), asking.scopes(), Optional.empty(), Optional.empty(), true, grant);
  }
}
