package dev.lading.auth.token;

import static dev.lading.auth.jose.TestKey.NOW;
import static dev.lading.auth.jose.TestKey.part;
import static dev.lading.auth.jose.TestKey.x5c;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.auth.Identity;
import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.KeyDocuments;
import dev.lading.auth.jose.KeyIds;
import dev.lading.auth.jose.Refusal;
import dev.lading.auth.jose.SpecificationExample;
import dev.lading.auth.jose.TestKey;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.jose.TrustedKeys;
import dev.lading.auth.token.Verification.Invalid;
import dev.lading.auth.token.Verification.Valid;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an external token server, good and hostile. */
class TokenVerifierTest {
  private static final Set<TokenAlgorithm> ALL = Set.of(TokenAlgorithm.values());
  private static final long SECOND = NOW.getEpochSecond();

  private static TestKey server;
  private static TestKey stranger;

  @BeforeAll
  static void makeKeys() throws Exception {
    server = TestKey.of(TokenAlgorithm.ES256);
    stranger = TestKey.of(TokenAlgorithm.ES256);
  }

  @Test
  void verify_specificationsExample_isValidInItsTime() throws Exception {
    Verification verification =
        new TokenVerifier(
                new TokenVerifier.Settings(
                    new ClaimRules(SpecificationExample.ISSUER, SpecificationExample.SERVICE),
                    ALL,
                    false),
                () -> keySet(SpecificationExample.JWK),
                () -> SpecificationExample.DURING)
            .verify(SpecificationExample.token());

    assertThat(verification)
        .isEqualTo(
            new Valid(
                new Claims(
                    new Identity.User("jlhawn", Set.of()),
                    List.of(new Access("repository", "samalba/my-app", Set.of("push"))),
                    Instant.ofEpochSecond(1415387315))));
  }

  @ParameterizedTest
  @EnumSource
  void verify_eachAlgorithm_isAcceptedByCertificateChain(TokenAlgorithm algorithm)
      throws Exception {
    TestKey key = TestKey.of(algorithm);
    X509Certificate ca = server.certificate("ca", server, "ca", true);
    X509Certificate leaf = key.certificate("leaf", server, "ca", false);

    assertThat(verify(bundle(ca), key.token(header(algorithm, x5c(leaf)), claims())))
        .isInstanceOf(Valid.class);
  }

  /** Every key form of distribution, 2.8 and 3, and each against keys that it must not match. */
  @ParameterizedTest
  @EnumSource(names = {"ES256", "RS256", "EDDSA"})
  void verify_eachKeyForm_isAcceptedFromWhomWeTrustOnly(TokenAlgorithm algorithm) throws Exception {
    TestKey key = TestKey.of(algorithm);
    X509Certificate own = key.selfSigned();
    TrustedKeys bundle = bundle(own);
    TrustedKeys others = bundle(stranger.selfSigned());
    List<String> forms =
        List.of(
            x5c(own),
            "\"jwk\":" + key.jwk(",\"kid\":\"" + key.kid() + "\""),
            "\"jwk\":" + key.jwk(",\"kid\":\"" + KeyIds.fingerprint(key.key()) + "\""),
            "\"jwk\":" + key.jwk(""),
            "\"jwk\":" + key.jwk("," + x5c(own)),
            "\"kid\":\"" + key.kid() + "\"",
            "\"kid\":\"" + KeyIds.fingerprint(key.key()) + "\"");

    for (String form : forms) {
      String token = key.token(header(algorithm, form), claims());
      assertThat(verify(bundle, token)).as(form).isInstanceOf(Valid.class);
      assertThat(verify(others, token)).as(form).isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
    }
  }

  @Test
  void verify_kidOfKeySet_isAccepted() throws Exception {
    TrustedKeys keys = keySet(server.jwk(",\"kid\":\"any name: at all\""));

    assertThat(verify(keys, server.token(header("\"kid\":\"any name: at all\""), claims())))
        .isInstanceOf(Valid.class);
    assertThat(verify(keys, server.token(header("\"kid\":\"another\""), claims())))
        .isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
  }

  @Test
  void verify_noKeyNamed_isUnknown() throws Exception {
    assertInvalid(Refusal.UNKNOWN_KEY, server.token("{\"alg\":\"ES256\"}", claims()));
  }

  @Test
  void verify_claims_areThoseOfTheToken() throws Exception {
    String claims =
        claims(
            "\"sub\":\"\",\"groups\":[\"admins\"],\"access\":["
                + "{\"type\":\"repository\",\"class\":\"plugin\",\"name\":\"a/b\","
                + "\"actions\":[\"pull\",\"push\"]},"
                + "{\"type\":\"registry\",\"name\":\"catalog\",\"actions\":[\"*\"]}]");

    assertThat(verify(trusted(), server.token(header(kid()), claims)))
        .isEqualTo(
            new Valid(
                new Claims(
                    new Identity.Anonymous(),
                    List.of(
                        new Access("repository", "a/b", List.of("pull", "push")),
                        new Access("registry", "catalog", Set.of("*"))),
                    NOW.plusSeconds(300))));
  }

  @Test
  void verify_foreignTokenWithOurPrivateClaims_makesNoRobotAndNoGroups() throws Exception {
    String claims = claims("\"sub\":\"bob\",\"kind\":\"robot\",\"groups\":[\"admins\"]");

    assertThat(verify(trusted(), server.token(header(kid()), claims)))
        .isInstanceOfSatisfying(
            Valid.class,
            valid ->
                assertThat(valid.claims().subject()).isEqualTo(new Identity.User("bob", Set.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "  0,  1, VALID", // just issued
    "-61, 60, VALID",
    "  0,-59, VALID", // expired within the leeway
    "  0,-60, EXPIRED",
    "  0,-99999, EXPIRED",
    " 60, 99, VALID", // an issuer whose clock is ahead
    " 61, 99, NOT_YET_VALID",
  })
  void verify_atTheEdgesOfItsTime(long notBefore, long expires, String outcome) throws Exception {
    String claims =
        "{\"iss\":\"i\",\"aud\":\"s\",\"nbf\":%d,\"exp\":%d}"
            .formatted(SECOND + notBefore, SECOND + expires);
    String token = server.token(header(kid()), claims);

    if (outcome.equals("VALID")) {
      assertThat(verify(trusted(), token)).isInstanceOf(Valid.class);
    } else {
      assertInvalid(Refusal.valueOf(outcome), token);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WRONG_ISSUER   | "iss":"I","aud":"s","exp":9999999999
          WRONG_ISSUER   | "iss":"i/","aud":"s","exp":9999999999
          WRONG_ISSUER   | "aud":"s","exp":9999999999
          WRONG_AUDIENCE | "iss":"i","aud":"other","exp":9999999999
          WRONG_AUDIENCE | "iss":"i","aud":["a","b"],"exp":9999999999
          WRONG_AUDIENCE | "iss":"i","aud":[],"exp":9999999999
          WRONG_AUDIENCE | "iss":"i","exp":9999999999
          MALFORMED      | "iss":["i"],"aud":"s","exp":9999999999
          MALFORMED      | "iss":"i","aud":{"s":1},"exp":9999999999
          MALFORMED      | "iss":"i","aud":["s",1],"exp":9999999999
          MALFORMED      | "iss":"i","aud":"s"
          MALFORMED      | "iss":"i","aud":"s","exp":"9999999999"
          MALFORMED      | "iss":"i","aud":"s","exp":-1
          MALFORMED      | "iss":"i","aud":"s","exp":1e300
          MALFORMED      | "iss":"i","aud":"s","exp":99999999999999999999999999
          MALFORMED      | "iss":"i","aud":"s","exp":9999999999,"nbf":"x"
          MALFORMED      | "iss":"i","iss":"i","aud":"s","exp":9999999999
          MALFORMED      | "iss":"i","aud":"s","exp":1,"exp":9999999999
          MALFORMED      | "iss":"i","aud":"s","exp":9999999999,"sub":7
          MALFORMED      | "iss":"i","aud":"s","exp":9999999999,"access":{}
          MALFORMED      | "iss":"i","aud":"s","exp":9999999999,"access":["repository:a:pull"]
          MALFORMED      | "iss":"i","aud":"s","exp":9999999999,"access":[{"actions":[1]}]
          MALFORMED      | "iss":"i","aud":"s","exp":9999999999,"a":[[[[[[[[[[[[[]]]]]]]]]]]]]
          """)
  void verify_badClaimsInAGoodToken_areRefused(Refusal reason, String claims) throws Exception {
    assertInvalid(reason, server.token(header(kid()), "{" + claims + "}"));
  }

  @Test
  void verify_audienceList_mayHoldOthers() throws Exception {
    String claims = "{\"iss\":\"i\",\"aud\":[\"x\",\"s\"],\"exp\":9999999999}";

    assertThat(verify(trusted(), server.token(header(kid()), claims))).isInstanceOf(Valid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "NONE", "nOnE", "HS256", "HS384", "HS512", "es256", "ES256K", "Ed448", "", "dir"
      })
  void verify_otherAlgorithm_isNotAllowed(String algorithm) throws Exception {
    String header = "{\"alg\":\"" + algorithm + "\"," + kid() + "}";

    assertInvalid(Refusal.ALGORITHM_NOT_ALLOWED, server.token(header, claims()));
  }

  @Test
  void verify_unsigned_isMalformed() {
    assertInvalid(Refusal.MALFORMED, part("{\"alg\":\"none\"}") + "." + part(claims()) + ".");
  }

  /** The classic: the public key is public, so it must be no secret. */
  @Test
  void verify_hmacWithPublicKeyAsSecret_isNotAllowed() throws Exception {
    String input = part("{\"alg\":\"HS256\"," + kid() + "}") + "." + part(claims());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(server.key().getEncoded(), "HmacSHA256"));
    byte[] tag = mac.doFinal(input.getBytes(UTF_8));

    assertInvalid(
        Refusal.ALGORITHM_NOT_ALLOWED,
        input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(tag));
  }

  @Test
  void verify_algorithmOfAnotherKeyType_isNotAllowed() throws Exception {
    TestKey rsa = TestKey.of(TokenAlgorithm.RS256);
    String claims = claims();

    assertInvalid(
        Refusal.ALGORITHM_NOT_ALLOWED, rsa.token(header(TokenAlgorithm.RS256, kid()), claims));
    assertInvalid(
        Refusal.ALGORITHM_NOT_ALLOWED,
        TestKey.of(TokenAlgorithm.ES384).token(header(TokenAlgorithm.ES384, kid()), claims));
  }

  @Test
  void verify_algorithmThatTheKeyWasNotPublishedFor_isNotAllowed() throws Exception {
    KeyPair pair = TestKey.of(TokenAlgorithm.RS256).pair();
    TestKey rs512 = new TestKey(TokenAlgorithm.RS512, pair);
    String token = rs512.token(header(TokenAlgorithm.RS512, "\"kid\":\"k\""), claims());

    assertThat(verify(keySet(rs512.jwk(",\"kid\":\"k\",\"alg\":\"RS512\"")), token))
        .isInstanceOf(Valid.class);
    assertThat(verify(keySet(rs512.jwk(",\"kid\":\"k\",\"alg\":\"RS256\"")), token))
        .isEqualTo(new Invalid(Refusal.ALGORITHM_NOT_ALLOWED));
  }

  @Test
  void verify_algorithmThatWasNotConfigured_isNotAllowed() throws Exception {
    Set<TokenAlgorithm> narrowed = Set.of(TokenAlgorithm.RS256);

    assertThat(verifier(trusted(), narrowed).verify(server.token(header(kid()), claims())))
        .isEqualTo(new Invalid(Refusal.ALGORITHM_NOT_ALLOWED));
  }

  @Test
  void verify_attackersKeyInHeader_isUnknown() throws Exception {
    assertInvalid(
        Refusal.UNKNOWN_KEY, stranger.token(header("\"jwk\":" + stranger.jwk("")), claims()));
  }

  /** CVE-2025-24976: the attacker's key under the name of a trusted one. */
  @Test
  void verify_attackersKeyUnderTrustedId_isUnknown() throws Exception {
    String jwk = "\"jwk\":" + stranger.jwk("," + kid());

    assertInvalid(Refusal.UNKNOWN_KEY, stranger.token(header(jwk), claims()));
  }

  @Test
  void verify_attackersKeyWithTrustedCertificate_isRefused() throws Exception {
    String jwk = "\"jwk\":" + stranger.jwk("," + x5c(server.selfSigned()));

    // The library itself may refuse a JWK that its certificate does not fit.
    assertThat(verify(trusted(), stranger.token(header(jwk), claims())))
        .isIn(new Invalid(Refusal.UNKNOWN_KEY), new Invalid(Refusal.MALFORMED));
  }

  @Test
  void verify_privateKeyInHeader_isMalformed() throws Exception {
    String jwk = "\"jwk\":" + server.jwk(",\"d\":\"AAAA\"");

    assertInvalid(Refusal.MALFORMED, server.token(header(jwk), claims()));
  }

  @Test
  void verify_signedByStranger_isBadSignature() throws Exception {
    assertInvalid(Refusal.BAD_SIGNATURE, stranger.token(header(kid()), claims()));
  }

  @Test
  void verify_tamperedClaims_isBadSignature() throws Exception {
    String[] parts = server.token(header(kid()), claims()).split("\\.", -1);

    assertInvalid(
        Refusal.BAD_SIGNATURE, parts[0] + "." + part(claims("\"sub\":\"root\"")) + "." + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA", "MEUCIQ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void verify_signatureOfOtherLength_isBad(String signature) {
    assertInvalid(
        Refusal.BAD_SIGNATURE, part(header(kid())) + "." + part(claims()) + "." + signature);
  }

  /** r = s = 0 verified for everything in some JDKs (CVE-2022-21449). */
  @Test
  void verify_signatureOfZeroes_isBad() {
    String zeroes = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);

    assertInvalid(Refusal.BAD_SIGNATURE, part(header(kid())) + "." + part(claims()) + "." + zeroes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/dev/null",
        "file:///dev/null",
        "' OR 1=1 --",
        "\\u0000",
        "http://127.0.0.1/"
      })
  void verify_kidThatIsAPath_isJustUnknown(String kid) throws Exception {
    assertInvalid(Refusal.UNKNOWN_KEY, server.token(header("\"kid\":\"" + kid + "\""), claims()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"jku\":\"http://127.0.0.1:1/keys\"",
        "\"x5u\":\"http://127.0.0.1:1/chain\"",
        "\"x5t\":\"AAAA\""
      })
  void verify_keyToBeFetched_isUnknown(String member) throws Exception {
    assertInvalid(Refusal.UNKNOWN_KEY, stranger.token(header(member), claims()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"crit\":[\"exp\"]",
        "\"crit\":[]",
        "\"b64\":false",
        "\"b64\":true",
        "\"kid\":\"x\",\"kid\":\"y\"",
        "\"alg\":\"ES256\"",
        "\"x5c\":\"AAAA\"",
        "\"jwk\":\"AAAA\"",
        "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
        "\"deep\":[[[[[[[[[[[[[[]]]]]]]]]]]]]]"
      })
  void verify_headerThatIsNoneOfOurs_isMalformed(String member) throws Exception {
    assertInvalid(Refusal.MALFORMED, server.token(header(member), claims()));
  }

  /** An access token of another kind (RFC 9068), which says something else. */
  @Test
  void verify_otherType_isMalformed() throws Exception {
    String header = "{\"typ\":\"at+jwt\",\"alg\":\"ES256\"," + kid() + "}";

    assertInvalid(Refusal.MALFORMED, server.token(header, claims()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d", "e30.e30.e30", "\u00e9"})
  void verify_whatIsNoToken_isMalformed(String text) {
    assertThat(verify(trusted(), text))
        .isIn(new Invalid(Refusal.MALFORMED), new Invalid(Refusal.ALGORITHM_NOT_ALLOWED));
  }

  @Test
  void verify_paddingOrSpace_isMalformed() throws Exception {
    String token = server.token(header(kid()), claims());

    for (String bad : List.of(token + "=", token + " ", " " + token, token + "\n", token + ".")) {
      assertInvalid(Refusal.MALFORMED, bad);
    }
  }

  @Test
  void verify_overlong_isTooLong() throws Exception {
    assertInvalid(Refusal.TOO_LONG, "a".repeat(1 << 20));
    assertInvalid(
        Refusal.TOO_LONG, server.token(header("\"x\":\"" + "a".repeat(10_000) + "\""), claims()));
    assertInvalid(
        Refusal.TOO_LONG, server.token(header("\"kid\":\"" + "a".repeat(600) + "\""), claims()));
  }

  @Test
  void verify_chainThroughIntermediate_isAcceptedInAnyOrder() throws Exception {
    TestKey middle = TestKey.of(TokenAlgorithm.RS256);
    TestKey leaf = TestKey.of(TokenAlgorithm.ES384);
    X509Certificate root = server.certificate("root", server, "root", true);
    X509Certificate between = middle.certificate("middle", server, "root", true);
    X509Certificate own = leaf.certificate("leaf", middle, "middle", false);
    String claims = claims();

    for (String chain : List.of(x5c(own, between), x5c(own, root, between))) {
      assertThat(verify(bundle(root), leaf.token(header(TokenAlgorithm.ES384, chain), claims)))
          .isInstanceOf(Valid.class);
    }
    assertThat(verify(bundle(root), leaf.token(header(TokenAlgorithm.ES384, x5c(own)), claims)))
        .isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
  }

  @Test
  void verify_chainOfForeignAuthorityOfTheSameName_isUnknown() throws Exception {
    TestKey leaf = TestKey.of(TokenAlgorithm.ES256);
    X509Certificate ours = server.certificate("ca", server, "ca", true);
    X509Certificate theirs = stranger.certificate("ca", stranger, "ca", true);
    X509Certificate own = leaf.certificate("leaf", stranger, "ca", false);

    assertThat(verify(bundle(ours), leaf.token(header(x5c(own, theirs)), claims())))
        .isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
  }

  @Test
  void verify_chainThroughWhatIsNoAuthority_isUnknown() throws Exception {
    TestKey user = TestKey.of(TokenAlgorithm.ES256);
    TestKey leaf = TestKey.of(TokenAlgorithm.ES256);
    X509Certificate root = server.certificate("root", server, "root", true);
    X509Certificate notCa = user.certificate("user", server, "root", false);
    X509Certificate own = leaf.certificate("leaf", user, "user", false);

    assertThat(verify(bundle(root), leaf.token(header(x5c(own, notCa)), claims())))
        .isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
  }

  @Test
  void verify_expiredCertificate_isUnknown() throws Exception {
    Instant before = NOW.minus(Duration.ofDays(1));
    TestKey leaf = TestKey.of(TokenAlgorithm.ES256);
    X509Certificate root = server.certificate("root", server, "root", true);
    X509Certificate expired = leaf.certificate("leaf", server, "root", false, before);
    X509Certificate expiredSelf = leaf.certificate("self", leaf, "self", false, before);
    String claims = claims();

    assertThat(verify(bundle(root), leaf.token(header(x5c(expired)), claims)))
        .isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
    assertThat(verify(bundle(expiredSelf), leaf.token(header(x5c(expiredSelf)), claims)))
        .isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
  }

  @Test
  void verify_trustedKeyBehindForeignCertificate_isUnknown() throws Exception {
    String both = x5c(stranger.selfSigned()) + "," + kid();

    assertInvalid(Refusal.UNKNOWN_KEY, server.token(header(both), claims()));
  }

  @Test
  void verify_chainThatIsTooLongOrBroken_isRefused() throws Exception {
    X509Certificate own = server.selfSigned();
    X509Certificate[] nine = {own, own, own, own, own, own, own, own, own};

    assertThat(verify(bundle(own), server.token(header(x5c(nine)), claims())))
        .isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
    assertInvalid(Refusal.UNKNOWN_KEY, server.token(header("\"x5c\":[\"AAAA\"]"), claims()));
  }

  private static void assertInvalid(Refusal reason, String token) {
    assertThat(verify(trusted(), token)).isEqualTo(new Invalid(reason));
  }

  private static Verification verify(TrustedKeys keys, String token) {
    return verifier(keys, ALL).verify(token);
  }

  private static TokenVerifier verifier(TrustedKeys keys, Set<TokenAlgorithm> algorithms) {
    return new TokenVerifier(
        new TokenVerifier.Settings(new ClaimRules("i", "s"), algorithms, false),
        () -> keys,
        () -> NOW);
  }

  private static TrustedKeys trusted() {
    return keySet(server.jwk(""));
  }

  private static TrustedKeys keySet(String jwk) {
    byte[] json = ("{\"keys\":[" + jwk + "]}").getBytes(UTF_8);
    return TrustedKeys.of(List.of(), KeyDocuments.keySet(json));
  }

  private static TrustedKeys bundle(X509Certificate... certificates) {
    return TrustedKeys.of(List.of(certificates), List.of());
  }

  private static String kid() {
    return "\"kid\":\"" + server.kid() + "\"";
  }

  private static String header(String member) {
    return header(TokenAlgorithm.ES256, member);
  }

  private static String header(TokenAlgorithm algorithm, String member) {
    return "{\"typ\":\"JWT\",\"alg\":\"" + algorithm.text() + "\"," + member + "}";
  }

  private static String claims() {
    return claims("\"sub\":\"alice\"");
  }

  private static String claims(String more) {
    return "{\"iss\":\"i\",\"aud\":\"s\",\"nbf\":%d,\"exp\":%d,%s}"
        .formatted(SECOND, SECOND + 300, more);
  }
}
