package dev.lading.auth.oidc;

import static dev.lading.auth.jose.TestKey.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lading.auth.Identity;
import dev.lading.auth.jose.Refusal;
import dev.lading.auth.jose.TestKey;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.oidc.Outcome.KeysUnavailable;
import dev.lading.auth.oidc.Outcome.Known;
import dev.lading.auth.oidc.Outcome.Refused;
import dev.lading.auth.oidc.Outcome.Unmapped;
import dev.lading.auth.token.TestClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcExchangeTest {
  private static final String KEYS = "/keys";
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final ClaimMapping MAPPING =
      new ClaimMapping(NameTemplate.parse("ci:{repository}"), Optional.of("groups"));

  private final TestClock clock = new TestClock(NOW);
  private TestIssuer server;
  private TestKey key;

  @BeforeEach
  void start() throws Exception {
    server = new TestIssuer();
    key = TestKey.of(TokenAlgorithm.ES256);
    serve(key);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void exchange_goodToken_isAUserInGroups() throws Exception {
    assertThat(exchange(token("\"repository\":\"team/app\",\"groups\":[\"dev\",\"ops\"]")))
        .isEqualTo(new Known(new Identity.User("ci:team/app", Set.of("dev", "ops"))));
    assertThat(exchange(token("\"repository\":\"team/app\",\"groups\":\"dev\"")))
        .isEqualTo(new Known(new Identity.User("ci:team/app", Set.of("dev"))));
    assertThat(exchange(token("\"repository\":\"team/app\"")))
        .isEqualTo(new Known(new Identity.User("ci:team/app", Set.of())));
  }

  @ParameterizedTest
  @EnumSource
  void exchange_eachAlgorithm_isAccepted(TokenAlgorithm algorithm) throws Exception {
    key = TestKey.of(algorithm);
    serve(key);

    assertThat(exchange(token())).isInstanceOf(Known.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sub             | ci:team/app:main
          {sub}           | ci:team/app:main
          {repo}@{ref}    | team/app@main
          x-{ref}-y-{ref} | x-main-y-main
          """)
  void exchange_template_isFilledIn(String template, String name) throws Exception {
    ClaimMapping mapping = new ClaimMapping(NameTemplate.parse(template), Optional.empty());
    String token = token("\"sub\":\"ci:team/app:main\",\"repo\":\"team/app\",\"ref\":\"main\"");

    assertThat(exchange(mapping, token)).isEqualTo(new Known(new Identity.User(name, Set.of())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          repository      | "sub":"x"
          ci:{repository} | "repository":"a b"
          ci:{repository} | "repository":"a\\u0000"
          ci:{repository} | "repository":"\\u00e9"
          groups          | "repository":"a","groups":[""]
          groups          | "repository":"a","groups":["a\\nb"]
          """)
  void exchange_claimsThatMakeNoUser_areUnmapped(String claim, String claims) throws Exception {
    assertThat(exchange(token(claims))).isEqualTo(new Unmapped(claim));
  }

  @Test
  void exchange_overlongNamesOrManyGroups_areUnmapped() throws Exception {
    String many =
        IntStream.range(0, 65).mapToObj(i -> "\"g" + i + "\"").collect(Collectors.joining(","));

    assertThat(exchange(token("\"repository\":\"" + "a".repeat(300) + "\"")))
        .isEqualTo(new Unmapped("ci:{repository}"));
    assertThat(exchange(token("\"repository\":\"a\",\"groups\":[" + many + "]")))
        .isEqualTo(new Unmapped("groups"));
    assertThat(exchange(token("\"repository\":\"a\",\"groups\":\"" + "g".repeat(3000) + "\"")))
        .isEqualTo(new Unmapped("groups"));
  }

  @Test
  void exchange_claimOfAnotherKind_isMalformed() throws Exception {
    assertThat(exchange(token("\"repository\":7"))).isEqualTo(new Refused(Refusal.MALFORMED));
    assertThat(exchange(token("\"repository\":\"a\",\"groups\":{}")))
        .isEqualTo(new Refused(Refusal.MALFORMED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WRONG_ISSUER   | "iss":"https://elsewhere","aud":"lading","exp":9999999999
          WRONG_ISSUER   | "iss":"URL/","aud":"lading","exp":9999999999
          WRONG_ISSUER   | "aud":"lading","exp":9999999999
          WRONG_AUDIENCE | "iss":"URL","aud":"another","exp":9999999999
          WRONG_AUDIENCE | "iss":"URL","exp":9999999999
          EXPIRED        | "iss":"URL","aud":"lading","exp":1000000000
          NOT_YET_VALID  | "iss":"URL","aud":"lading","exp":9999999999,"nbf":9999999998
          MALFORMED      | "iss":"URL","aud":"lading"
          """)
  void exchange_tokenForSomebodyElse_isRefusedWithoutFetchingKeys(Refusal reason, String claims)
      throws Exception {
    String token = key.token(header(key), "{" + claims.replace("URL", server.url()) + "}");

    assertThat(exchange(token)).isEqualTo(new Refused(reason));
    assertThat(server.asked(KEYS)).isZero();
  }

  @Test
  void exchange_badSignature_isRefused() throws Exception {
    TestKey stranger = TestKey.of(TokenAlgorithm.ES256);

    assertThat(exchange(stranger.token(header(key), claims("\"repository\":\"a\""))))
        .isEqualTo(new Refused(Refusal.BAD_SIGNATURE));
  }

  @Test
  void exchange_sharedSecretOrNone_isNotAllowed() throws Exception {
    for (String algorithm : List.of("none", "HS256")) {
      String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + key.kid() + "\"}";
      assertThat(exchange(key.token(header, claims("\"repository\":\"a\""))))
          .isEqualTo(new Refused(Refusal.ALGORITHM_NOT_ALLOWED));
    }
  }

  @Test
  void exchange_algorithmThatWasNotConfigured_isNotAllowed() throws Exception {
    OidcIssuer narrow =
        new OidcIssuer(
            server.url(),
            "lading",
            new KeyLocation.Url(server.uri(KEYS)),
            Set.of(TokenAlgorithm.RS256),
            MAPPING);
    try (OidcExchange exchange = new OidcExchange(List.of(narrow), clock, DEADLINE)) {
      assertThat(exchange.exchange(token())).isEqualTo(new Refused(Refusal.ALGORITHM_NOT_ALLOWED));
    }
  }

  /** Whatever a token brings along: the keys are those of the key set. */
  @Test
  void exchange_keyOfTheTokensOwn_isNotLookedAt() throws Exception {
    TestKey stranger = TestKey.of(TokenAlgorithm.ES256);
    serve(key, TestKey.of(TokenAlgorithm.ES256));
    String claims = claims("\"repository\":\"a\"");

    for (String member :
        List.of(
            "\"jwk\":" + stranger.jwk(""),
            TestKey.x5c(stranger.selfSigned()),
            "\"jku\":\"" + server.url() + "/evil\"")) {
      assertThat(exchange(stranger.token("{\"alg\":\"ES256\"," + member + "}", claims)))
          .isEqualTo(new Refused(Refusal.UNKNOWN_KEY));
    }
    assertThat(server.asked("/evil")).isZero();
  }

  @Test
  void exchange_noKeyNamed_isThatOfAKeySetOfOne() throws Exception {
    String token = key.token("{\"alg\":\"ES256\"}", claims("\"repository\":\"a\""));

    assertThat(exchange(token)).isInstanceOf(Known.class);

    serve(key, TestKey.of(TokenAlgorithm.ES256));
    assertThat(exchange(token)).isEqualTo(new Refused(Refusal.UNKNOWN_KEY));
  }

  @Test
  void twoIssuers_eachSignForThemselvesOnly() throws Exception {
    TestKey otherKey = TestKey.of(TokenAlgorithm.ES256);
    server.answer("/other", 200, keySet(otherKey));
    OidcIssuer other =
        new OidcIssuer(
            "other",
            "lading",
            new KeyLocation.Url(server.uri("/other")),
            Set.of(TokenAlgorithm.ES256),
            MAPPING);
    String claims = claims("\"repository\":\"a\"");
    try (OidcExchange exchange = new OidcExchange(List.of(issuer(), other), clock, DEADLINE)) {
      assertThat(exchange.exchange(otherKey.token(header(otherKey), claims)))
          .isEqualTo(new Refused(Refusal.UNKNOWN_KEY));
      assertThat(
              exchange.exchange(
                  otherKey.token(header(otherKey), claims.replace(server.url(), "other"))))
          .isInstanceOf(Known.class);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OidcExchange(List.of(other, other), clock, DEADLINE));
  }

  @Test
  void keys_areFetchedOnce_thenHourly() throws Exception {
    try (OidcExchange exchange = exchange()) {
      for (int i = 0; i < 50; i++) {
        assertThat(exchange.exchange(token())).isInstanceOf(Known.class);
        clock.advance(Duration.ofMinutes(1));
      }
      assertThat(server.asked(KEYS)).isEqualTo(1);

      clock.advance(Duration.ofMinutes(10));
      assertThat(exchange.exchange(token())).isInstanceOf(Known.class);
      assertThat(server.asked(KEYS)).isEqualTo(2);
    }
  }

  @Test
  void keys_newOne_isFetchedWhenATokenNamesIt() throws Exception {
    try (OidcExchange exchange = exchange()) {
      assertThat(exchange.exchange(token())).isInstanceOf(Known.class);
      TestKey old = key;
      key = TestKey.of(TokenAlgorithm.ES256);
      serve(old, key);
      clock.advance(Duration.ofMinutes(1));

      assertThat(exchange.exchange(token())).isInstanceOf(Known.class);
      assertThat(server.asked(KEYS)).isEqualTo(2);
    }
  }

  @Test
  void keys_unknownIds_causeAtMostOneFetchAMinute() throws Exception {
    TestKey stranger = TestKey.of(TokenAlgorithm.ES256);
    String token = stranger.token(header(stranger), claims("\"repository\":\"a\""));
    try (OidcExchange exchange = exchange()) {
      for (int second = 0; second < 180; second++) {
        assertThat(exchange.exchange(token)).isEqualTo(new Refused(Refusal.UNKNOWN_KEY));
        clock.advance(Duration.ofSeconds(1));
      }
    }
    assertThat(server.asked(KEYS)).isEqualTo(3);
  }

  @Test
  void keys_firstNeededByManyAtOnce_areFetchedOnceForAll() throws Exception {
    int many = 16;
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    String set = keySet(key);
    server.answer(
        KEYS,
        exchange -> {
          asked.countDown();
          awaited(go);
          exchange.sendResponseHeaders(200, set.length());
          exchange.getResponseBody().write(set.getBytes(UTF_8));
        });
    String token = token();
    List<Future<Outcome>> outcomes = new ArrayList<>();
    try (OidcExchange exchange = exchange();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < many; i++) {
        outcomes.add(threads.submit(() -> exchange.exchange(token)));
      }
      asked.await();
      go.countDown();
      for (Future<Outcome> outcome : outcomes) {
        assertThat(outcome.get()).isInstanceOf(Known.class);
      }
    }
    assertThat(server.asked(KEYS)).isEqualTo(1);
  }

  @Test
  void keys_duringAnOutage_countForADay() throws Exception {
    try (OidcExchange exchange = exchange()) {
      assertThat(exchange.exchange(token())).isInstanceOf(Known.class);
      server.answer(KEYS, 503, "");

      clock.advance(Duration.ofHours(23));
      assertThat(exchange.exchange(token())).isInstanceOf(Known.class);
      clock.advance(Duration.ofHours(1));
      assertThat(exchange.exchange(token())).isEqualTo(new KeysUnavailable(server.url()));

      serve(key);
      clock.advance(Duration.ofMinutes(1));
      assertThat(exchange.exchange(token())).isInstanceOf(Known.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"keys\":[]}", "<html>", "{\"keys\":[{\"kty\":\"oct\"}]}"})
  void keys_thatAreNone_areUnavailable(String body) throws Exception {
    server.answer(KEYS, 200, body);

    assertThat(exchange(token())).isEqualTo(new KeysUnavailable(server.url()));
  }

  @Test
  void keys_endlessAnswer_isCutOff() throws Exception {
    server.answer(
        KEYS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = new byte[64 * 1024];
          Arrays.fill(spaces, (byte) ' ');
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 100_000; i++) {
              out.write(spaces);
            }
          }
        });

    assertThat(exchange(token())).isEqualTo(new KeysUnavailable(server.url()));
  }

  @Test
  void keys_silentServer_isGivenUp() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    server.answer(
        KEYS,
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          awaited(end);
        });
    String token = token();
    try (OidcExchange exchange =
        new OidcExchange(List.of(issuer()), clock, Duration.ofMillis(200))) {
      assertThat(exchange.exchange(token)).isEqualTo(new KeysUnavailable(server.url()));
    } finally {
      end.countDown();
    }
  }

  @Test
  void keys_redirect_isNotFollowed() throws Exception {
    server.answer("/elsewhere", 200, keySet(key));
    server.answer(
        KEYS,
        exchange -> {
          exchange.getResponseHeaders().set("Location", server.url() + "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
        });

    assertThat(exchange(token())).isEqualTo(new KeysUnavailable(server.url()));
    assertThat(server.asked("/elsewhere")).isZero();
  }

  @Test
  void keys_ofFile_areRead(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("keys.json"), keySet(key));

    assertThat(exchange(new KeyLocation.File(file), token())).isInstanceOf(Known.class);
    assertThat(exchange(new KeyLocation.File(dir.resolve("none")), token()))
        .isEqualTo(new KeysUnavailable(server.url()));
    Files.writeString(file, " ".repeat(300_000));
    assertThat(exchange(new KeyLocation.File(file), token()))
        .isEqualTo(new KeysUnavailable(server.url()));
  }

  @Test
  void keys_discovered_areThoseTheDocumentNames() throws Exception {
    discovery("{\"issuer\":\"URL\",\"jwks_uri\":\"URL/keys\"}");

    assertThat(exchange(new KeyLocation.Discovered(), token())).isInstanceOf(Known.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"issuer\":\"https://elsewhere\",\"jwks_uri\":\"URL/keys\"}",
        "{\"issuer\":\"URL/\",\"jwks_uri\":\"URL/keys\"}",
        "{\"jwks_uri\":\"URL/keys\"}",
        "{\"issuer\":\"URL\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"http://example.com/keys\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"file:///dev/zero\"}",
        "{\"issuer\":\"URL\",\"jwks_uri\":\"not a uri\"}",
        "nonsense"
      })
  void keys_discoveredInABadDocument_areUnavailable(String document) throws Exception {
    discovery(document);

    assertThat(exchange(new KeyLocation.Discovered(), token()))
        .isEqualTo(new KeysUnavailable(server.url()));
    assertThat(server.asked(KEYS)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/keys",
        "ftp://example.com/keys",
        "https:///keys",
        "https://user:secret@example.com/keys",
        "/keys",
        "http://127.0.0.1.example.com/keys"
      })
  void location_thatOthersCouldChange_isRefused(String uri) {
    assertThatIllegalArgumentException().isThrownBy(() -> new KeyLocation.Url(URI.create(uri)));
  }

  private void discovery(String document) {
    server.answer("/.well-known/openid-configuration", 200, document.replace("URL", server.url()));
  }

  private Outcome exchange(String token) {
    return exchange(MAPPING, token);
  }

  private Outcome exchange(ClaimMapping mapping, String token) {
    return exchange(new KeyLocation.Url(server.uri(KEYS)), mapping, token);
  }

  private Outcome exchange(KeyLocation keys, String token) {
    return exchange(keys, MAPPING, token);
  }

  private Outcome exchange(KeyLocation keys, ClaimMapping mapping, String token) {
    try (OidcExchange exchange =
        new OidcExchange(List.of(issuer(keys, mapping)), clock, DEADLINE)) {
      return exchange.exchange(token);
    }
  }

  private OidcExchange exchange() {
    return new OidcExchange(List.of(issuer()), clock, DEADLINE);
  }

  private OidcIssuer issuer() {
    return issuer(new KeyLocation.Url(server.uri(KEYS)), MAPPING);
  }

  private OidcIssuer issuer(KeyLocation keys, ClaimMapping mapping) {
    return new OidcIssuer(server.url(), "lading", keys, Set.of(TokenAlgorithm.values()), mapping);
  }

  private String token() throws Exception {
    return token("\"repository\":\"a\"");
  }

  /** Good for five minutes from when it is. */
  private String token(String more) throws Exception {
    return key.token(header(key), claims(more));
  }

  private String claims(String more) {
    long now = clock.instant().getEpochSecond();
    return "{\"iss\":\"%s\",\"aud\":[\"lading\"],\"nbf\":%d,\"exp\":%d,%s}"
        .formatted(server.url(), now, now + 300, more);
  }

  private static String header(TestKey key) {
    return "{\"typ\":\"JWT\",\"alg\":\"%s\",\"kid\":\"%s\"}"
        .formatted(key.algorithm().text(), key.kid());
  }

  private void serve(TestKey... keys) {
    server.answer(KEYS, 200, keySet(keys));
  }

  private static String keySet(TestKey... keys) {
    return Arrays.stream(keys)
        .map(key -> key.jwk(",\"kid\":\"" + key.kid() + "\""))
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  private static void awaited(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
