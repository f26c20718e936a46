package dev.lading.conformance.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lading.conformance.support.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's token server, with what {@link People} may do: the GET form, and 404 for POST. It
 * signs by one key, which tokens name in any {@link KeyForm}.
 */
final class TokenServer implements AutoCloseable {
  private static final String ISSUER = "somebody else";
  private static final String SERVICE = "the registry";
  private static final long LIFETIME_SECONDS = 300;
  private static final Pattern SCOPE = Pattern.compile("repository:([^:]+):([a-z*,]+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Authority.Issued signing;
  private final ECKey key;
  private volatile KeyForm form = KeyForm.X5C;

  private TokenServer(HttpServer server, Authority.Issued signing, ECKey key) {
    this.server = server;
    this.signing = signing;
    this.key = key;
  }

  static TokenServer start(Authority authority) {
    try {
      Authority.Issued signing = authority.issue("token server");
      ECKey bare =
          new ECKey.Builder(Curve.P_256, (ECPublicKey) signing.keys().getPublic())
              .privateKey(signing.keys().getPrivate())
              .build();
      ECKey key = new ECKey.Builder(bare).keyIDFromThumbprint().build();
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = new TokenServer(HttpServer.create(address, 0), signing, key);
      server.server.createContext("/token", server::answer);
      server.server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on. */
  void nameKeyBy(KeyForm other) {
    form = other;
  }

  /** {@code auth.token} of a registry that believes this server, by its certificate alone. */
  Map<String, Object> settings(Path directory) {
    Path bundle =
        Authority.replace(
            directory.resolve("token-server.crt"), Authority.pem(signing.certificate()));
    return Map.of(
        "auth.token.realm",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/token",
        "auth.token.service",
        SERVICE,
        "auth.token.issuer",
        ISSUER,
        "auth.token.rootcertbundle",
        bundle.toString());
  }

  /** The same with a list of the key under its other name, which Debian's registry cannot read. */
  Map<String, Object> settingsWithKeySet(Path directory) {
    ECKey listed = new ECKey.Builder(key.toPublicJWK()).keyID(KeyForm.LISTED_NAME).build();
    Path jwks =
        Authority.replace(directory.resolve("jwks.json"), new JWKSet(listed).toString(true));
    var settings = new LinkedHashMap<>(settings(directory));
    settings.put("auth.token.jwks", jwks.toString());
    return settings;
  }

  /** A token that names its key by {@code named}, for what {@code login} may of these scopes. */
  String token(KeyForm named, String login, List<String> scopes) {
    try {
      Instant now = Instant.now();
      var claims =
          new JWTClaimsSet.Builder()
              .issuer(ISSUER)
              .audience(SERVICE)
              .subject(login)
              .issueTime(Date.from(now))
              .notBeforeTime(Date.from(now))
              .expirationTime(Date.from(now.plusSeconds(LIFETIME_SECONDS)))
              .jwtID(UUID.randomUUID().toString())
              .claim("access", scopes.stream().flatMap(scope -> access(login, scope)).toList())
              .build();
      var token = new SignedJWT(named.header(key, signing.certificate()), claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<String> login = login(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(404, -1);
      } else if (login.isEmpty()) {
        exchange.sendResponseHeaders(401, -1);
      } else {
        String token = token(form, login.get(), scopes(exchange.getRequestURI().getRawQuery()));
        byte[] body = JSON.writeValueAsBytes(Map.of("token", token, "access_token", token));
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** The empty name is anybody's. */
  private static Optional<String> login(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.of("");
    }
    return Arrays.stream(People.values())
        .filter(person -> person.basic().equals(authorization))
        .map(People::login)
        .findFirst();
  }

  private static List<String> scopes(String query) {
    return Stream.of(query.split("&", -1))
        .filter(parameter -> parameter.startsWith("scope="))
        .map(parameter -> URLDecoder.decode(parameter.substring(6), StandardCharsets.UTF_8))
        .flatMap(value -> Stream.of(value.split(" ", -1)))
        .toList();
  }

  private static Stream<Map<String, Object>> access(String login, String scope) {
    var matcher = SCOPE.matcher(scope);
    if (!matcher.matches()) {
      return Stream.empty();
    }
    String actions = matcher.group(2).replace("*", "pull,push,delete");
    List<String> granted =
        Stream.of(actions.split(",", -1))
            .filter(action -> People.allows(login, matcher.group(1), action))
            .toList();
    return Stream.of(
        Map.<String, Object>of("type", "repository", "name", matcher.group(1), "actions", granted));
  }
}
