package dev.lading.auth.token;

import static dev.lading.auth.jose.TestKey.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.auth.Identity;
import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.KeyIds;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.token.Verification.Valid;
import dev.lading.storage.Seal;
import dev.lading.storage.memory.MemoryDriver;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIssuerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final TestClock clock = new TestClock(NOW);
  private final SigningKeys keys =
      new SigningKeys(
          new MemoryDriver(clock),
          Seal.of(new SecretKeySpec("k".repeat(32).getBytes(UTF_8), "AES"), "t", RANDOM),
          new SigningKeys.Settings(
              TokenAlgorithm.ES256, LIFETIME, Duration.ofSeconds(30), Duration.ofDays(90)),
          clock,
          RANDOM);
  private final TokenIssuer issuer = new TokenIssuer("lading", LIFETIME, keys, clock, RANDOM);

  /** Other registries know the key by x5c; those that do not look there, by the thumbprint. */
  @Test
  void header_hasTypeAlgorithmThumbprintAndCertificate() throws Exception {
    X509Certificate certificate = keys.certificates().getFirst();
    JsonNode header = part(issue(new Identity.Anonymous(), List.of()), 0);

    assertThat(header.path("typ").asText()).isEqualTo("JWT");
    assertThat(header.path("alg").asText()).isEqualTo("ES256");
    assertThat(header.path("kid").asText())
        .isEqualTo(KeyIds.thumbprint(certificate.getPublicKey()));
    assertThat(header.path("x5c")).hasSize(1);
    assertThat(header.path("x5c").path(0).asText())
        .isEqualTo(Base64.getEncoder().encodeToString(certificate.getEncoded()));
    assertThat(header).hasSize(4);
  }

  @Test
  void claims_areThoseOfTheSpecification() throws Exception {
    List<Access> access = List.of(new Access("repository", "a/b", List.of("pull", "push")));
    JsonNode claims = part(issue(new Identity.User("alice", Set.of()), access), 1);
    JsonNode wanted =
        new ObjectMapper()
            .readTree(
                """
                {"iss":"lading","sub":"alice","aud":"registry","exp":%d,"nbf":%d,"iat":%d,
                 "jti":"%s",
                 "access":[{"type":"repository","name":"a/b","actions":["pull","push"]}]}
                """
                    .formatted(
                        NOW.plus(LIFETIME).getEpochSecond(),
                        NOW.getEpochSecond(),
                        NOW.getEpochSecond(),
                        claims.path("jti").asText()));

    assertThat(claims).isEqualTo(wanted);
    assertThat(claims.path("jti").asText()).hasSize(22);
  }

  @Test
  void twoTokens_haveDifferentIds() throws Exception {
    assertThat(part(issue(new Identity.Anonymous(), List.of()), 1).path("jti"))
        .isNotEqualTo(part(issue(new Identity.Anonymous(), List.of()), 1).path("jti"));
  }

  static Stream<Identity> identities() {
    return Stream.of(
        new Identity.Anonymous(),
        new Identity.User("alice", Set.of()),
        new Identity.User("ci:team/app", Set.of("deployers", "Domain Users")),
        new Identity.Robot("alice"));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void verified_token_saysWhoItWasIssuedTo(Identity identity) {
    List<Access> access =
        List.of(
            new Access("repository", "localhost:5000/a", List.of("pull")),
            new Access("registry", "catalog", List.of("*")));

    assertThat(verify(issue(identity, access)))
        .isEqualTo(new Valid(new Claims(identity, access, NOW.plus(LIFETIME))));
  }

  @Test
  void claims_cover_whatTheyName() {
    Claims claims =
        new Claims(
            new Identity.Anonymous(),
            List.of(
                new Access("repository", "a", List.of("pull")),
                new Access("repository", "b", List.of("*"))),
            NOW);

    assertThat(claims.cover("repository", "a", "pull")).isTrue();
    assertThat(claims.cover("repository", "a", "push")).isFalse();
    assertThat(claims.cover("repository", "a", "*")).isFalse();
    assertThat(claims.cover("repository", "a/b", "pull")).isFalse();
    assertThat(claims.cover("registry", "a", "pull")).isFalse();
    assertThat(claims.cover("repository", "b", "delete")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT59S", "PT5M1S", "PT-5M"})
  void lifetime_outsideOfWhatClientsAndKeysBear_isRefused(Duration lifetime) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenIssuer("lading", lifetime, keys, clock, RANDOM));
  }

  private String issue(Identity identity, List<Access> access) {
    return issuer.issue(identity, "registry", access).token();
  }

  private Verification verify(String token) {
    TokenVerifier.Settings settings =
        new TokenVerifier.Settings(
            new ClaimRules("lading", "registry"), Set.of(TokenAlgorithm.ES256), true);
    return new TokenVerifier(settings, keys::trusted, clock).verify(token);
  }

  private static JsonNode part(String token, int part) throws Exception {
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]));
  }
}
