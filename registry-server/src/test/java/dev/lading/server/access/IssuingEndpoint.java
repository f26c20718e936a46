package dev.lading.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.auth.Action;
import dev.lading.auth.access.AccessRules;
import dev.lading.auth.access.Rule;
import dev.lading.auth.access.Who;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.oidc.OidcExchange;
import dev.lading.auth.password.Htpasswd;
import dev.lading.auth.password.PasswordCheck;
import dev.lading.auth.password.PasswordLimits;
import dev.lading.auth.robots.LastUsed;
import dev.lading.auth.robots.Robots;
import dev.lading.auth.token.Claims;
import dev.lading.auth.token.SigningKeys;
import dev.lading.auth.token.TokenIssuer;
import dev.lading.auth.token.TokenVerifier;
import dev.lading.auth.token.Verification;
import dev.lading.auth.token.service.RefreshTokens;
import dev.lading.auth.token.service.TokenService;
import dev.lading.content.RepositoryPattern;
import dev.lading.server.exchange.Hostnames;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.SentRequest;
import dev.lading.storage.Seal;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where tokens are given out, for alice, who may pull and push below {@code team}, robot ci, who
 * may pull there, and anybody, who may pull below {@code public}. All is in memory, and the time
 * stands still unless it is moved.
 */
final class IssuingEndpoint implements AutoCloseable {
  static final String SERVICE = "registry.example.com";
  static final String PASSWORD = "al:ice secret";
  static final String ROBOT_SECRET = "lading_robot_x";
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /** Of {@code htpasswd -B}, at the lowest cost. */
  private static final String ALICE =
      "alice:$2y$04$ORmliPR6bLr94vEVi6fxKe3VIexDHkNTO.nKeEIXsmwxhYpYFj7w6\n";

  /** Whose password is {@code another one}. */
  private static final String ALICE_LATER =
      "alice:$2y$04$hFrR06bv9xy1XzB7ERfBdut0IY/hJpUZr2QKADSRNPM12.c//wQse\n";

  private static final String ROBOTS =
      """
      robots:
        ci:
          expires: 2026-12-01
          secrets: [{sha256: %s, created: 2026-11-01}]
      """
          .formatted(Robots.stamp(ROBOT_SECRET.getBytes(UTF_8)));

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper JSON = new ObjectMapper();

  private volatile Instant now = NOW;
  private volatile Htpasswd users = Htpasswd.parse(file(ALICE));
  private final SigningKeys keys = keys();
  private final OidcExchange issuers = new OidcExchange(List.of(), () -> now);
  private final TokenEndpoint endpoint = endpoint();

  void advance(Duration by) {
    now = now.plus(by);
  }

  void changePassword() {
    users = Htpasswd.parse(file(ALICE_LATER));
  }

  void removeUsers() {
    users = Htpasswd.parse(file(""));
  }

  /** The answer to a query, without credentials. */
  Response get(String query) {
    return endpoint.get(request(Method.GET).query(query).request());
  }

  Response get(String query, String name, String secret) {
    return endpoint.get(
        request(Method.GET).query(query).header("Authorization", basic(name, secret)).request());
  }

  Response get(SentRequest sent) {
    return endpoint.get(sent.request());
  }

  Response post(String form) {
    return endpoint.post(request(Method.POST).body(form).request());
  }

  Response jwks() {
    return endpoint.keys(SentRequest.of(Method.GET, "/auth/token/jwks").request());
  }

  /** What the token of an answer says to whoever verifies it. */
  Verification verified(Response answer) {
    return new TokenVerifier(
            new TokenVerifier.Settings(
                new ClaimRules("lading", SERVICE), Set.of(TokenAlgorithm.ES256), true),
            keys::trusted,
            () -> now)
        .verify(json(answer).path("token").asText());
  }

  Claims claims(Response answer) {
    if (verified(answer) instanceof Verification.Valid(Claims claims)) {
      return claims;
    }
    throw new AssertionError("no good token");
  }

  static SentRequest request(Method method) {
    return SentRequest.of(method, "/auth/token");
  }

  static String basic(String name, String secret) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(UTF_8));
  }

  static JsonNode json(Response answer) {
    try {
      return JSON.readTree(((Response.Bytes) answer.body()).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    issuers.close();
  }

  private SigningKeys keys() {
    return new SigningKeys(
        new MemoryDriver(() -> now),
        seal("token-keys"),
        new SigningKeys.Settings(
            TokenAlgorithm.ES256, LIFETIME, Duration.ofSeconds(30), Duration.ofDays(90)),
        () -> now,
        RANDOM);
  }

  private TokenEndpoint endpoint() {
    PasswordCheck check =
        new PasswordCheck(() -> users, PasswordLimits.forCores(2), System::nanoTime, RANDOM);
    Robots robots = Robots.parse(file(ROBOTS));
    Logins logins =
        new Logins(
            Optional.of(new Logins.Users(() -> users, check)),
            Optional.of(() -> robots),
            new LastUsed(new MemoryDriver(() -> now), () -> now),
            () -> now);
    RefreshTokens refreshTokens =
        new RefreshTokens(seal("refresh-tokens"), logins, Duration.ofDays(90), () -> now);
    TokenIssuer issuer = new TokenIssuer("lading", LIFETIME, keys, () -> now, RANDOM);
    AccessRules rules = AccessRules.of(rules());
    Policies policies =
        new Policies(() -> rules, new Hostnames(List.of("localhost:5000", "reg.example.com")));
    TokenService service = new TokenService(SERVICE, issuer, refreshTokens, policies);
    return new TokenEndpoint(logins, service, keys, issuers, policies);
  }

  private static List<Rule> rules() {
    return List.of(
        rule(new Who.Anonymous(), Set.of(Action.PULL), "public/**"),
        rule(new Who.User("alice"), Set.of(Action.PULL, Action.PUSH), "team/**"),
        rule(new Who.Robot("ci"), Set.of(Action.PULL), "team/**"));
  }

  private static Rule rule(Who who, Set<Action> actions, String on) {
    return new Rule(0, who, Rule.Effect.MAY, actions, List.of(RepositoryPattern.parse(on)));
  }

  private static Seal seal(String purpose) {
    return Seal.of(new SecretKeySpec("k".repeat(32).getBytes(UTF_8), "HKDF"), purpose, RANDOM);
  }

  private static FileContent file(String text) {
    return new FileContent(Path.of("file"), text.getBytes(UTF_8));
  }
}
