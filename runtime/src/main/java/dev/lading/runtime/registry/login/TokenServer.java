package dev.lading.runtime.registry.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.LoginRefused;
import dev.lading.runtime.registry.http.Addresses;
import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.ErrorEnvelope;
import dev.lading.runtime.registry.http.JsonDocument;
import dev.lading.runtime.registry.http.Method;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.http.RequestBody;
import dev.lading.runtime.registry.http.Transport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gets tokens where a registry's challenge says.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">distribution, token
 *     authentication</a>
 * @see <a href="https://distribution.github.io/distribution/spec/auth/oauth/">distribution, OAuth2
 *     token authentication</a>
 */
final class TokenServer {
  private static final int LIMIT_BYTES = 256 * 1024;
  private static final String CLIENT = "lading";

  private final Transport transport;
  private final Clock clock;

  TokenServer(Transport transport, Clock clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /**
   * A new token, which may allow less than was asked for.
   *
   * @param registry who sent us to the realm
   * @param service whom the token is for
   * @param credentials empty for what everybody may do
   * @throws LoginRefused when the credentials are not good enough
   * @throws BadAnswer when there is no token in the answer
   * @throws dev.lading.runtime.registry.RegistryException.Unsafe when the realm is not to be asked
   */
  Token fetch(
      URI registry,
      URI realm,
      String service,
      Set<Scope> scopes,
      Optional<Credentials> credentials) {
    Addresses.requireSafe(registry, realm, transport.plain());
    Request request =
        switch (credentials.orElse(null)) {
          case Credentials.Password password ->
              get(realm, service, scopes, Optional.of(password.user()))
                  .authorizedBy(Optional.of(basic(password)));
          case Credentials.IdentityToken identity -> post(realm, service, scopes, identity);
          case Credentials.RegistryToken _ -> get(realm, service, scopes, Optional.empty());
          case null -> get(realm, service, scopes, Optional.empty());
        };
    try (Answer answer = transport.send(request)) {
      if (answer.status() == 401 || answer.status() == 403) {
        throw new LoginRefused(realm, ErrorEnvelope.errors(answer), credentials.isEmpty());
      }
      if (!answer.isSuccess()) {
        throw ErrorEnvelope.refused(answer);
      }
      Optional<ObjectNode> body = JsonDocument.object(answer.read(LIMIT_BYTES));
      return body.flatMap(object -> Token.of(object, clock))
          .orElseThrow(() -> new BadAnswer(realm, "an answer without a token"));
    }
  }

  static String basic(Credentials.Password password) {
    byte[] pair = (password.user() + ":" + password.secret()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** The realm may have a query of its own. */
  private static Request get(
      URI realm, String service, Set<Scope> scopes, Optional<String> account) {
    List<String> fields = new ArrayList<>();
    account.ifPresent(user -> fields.add(field("account", user)));
    if (!service.isEmpty()) {
      fields.add(field("service", service));
    }
    scopes.forEach(scope -> fields.add(field("scope", scope.toString())));
    String text = realm.toString();
    String joint = realm.getRawQuery() == null ? "?" : "&";
    URI uri = fields.isEmpty() ? realm : URI.create(text + joint + String.join("&", fields));
    return Request.of(Method.GET, uri).with("Accept", "application/json");
  }

  private static Request post(
      URI realm, String service, Set<Scope> scopes, Credentials.IdentityToken identity) {
    String scope = String.join(" ", scopes.stream().map(Scope::toString).toList());
    String form =
        String.join(
            "&",
            "grant_type=refresh_token",
            field("refresh_token", identity.secret()),
            field("service", service),
            field("client_id", CLIENT),
            field("scope", scope));
    return Request.of(Method.POST, realm)
        .with("Accept", "application/json")
        .with("Content-Type", "application/x-www-form-urlencoded")
        .with(RequestBody.of(form.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String field(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
