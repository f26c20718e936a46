package dev.lading.runtime.registry.login;

import dev.lading.runtime.registry.RegistryError;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.LoginRefused;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.http.Addresses;
import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.ErrorEnvelope;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.http.Transport;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends requests to one registry and logs in when it asks for that: nobody's request first, then
 * what the challenge wants. Tokens are kept while they are valid, for each realm, service and set
 * of scopes. Safe for several threads, which may get the same token twice.
 */
public final class Login {
  private static final int ATTEMPTS = 3;

  /** What a token is for. */
  private record Purpose(URI realm, String service, Set<Scope> scopes) {}

  private final RegistryHost host;
  private final URI registry;
  private final Transport transport;
  private final CredentialSource source;
  private final Clock clock;
  private final TokenServer tokenServer;
  private final Map<Purpose, Token> tokens = new ConcurrentHashMap<>();
  private volatile Optional<Challenge> last = Optional.empty();

  /**
   * @param host whose credentials are meant
   * @param registry where it answers; nothing is shown to any other origin
   */
  public Login(
      RegistryHost host, URI registry, Transport transport, CredentialSource source, Clock clock) {
    this.host = host;
    this.registry = registry;
    this.transport = transport;
    this.source = source;
    this.clock = clock;
    this.tokenServer = new TokenServer(transport, clock);
  }

  /**
   * The registry's answer, of whatever status but 401. The caller closes it. A request that is sent
   * again, since a login was wanted, sends its body again.
   *
   * @param needed what the request needs; the challenge may want more
   * @throws LoginRefused when there is no login, or none that is good enough
   * @throws BadAnswer when the challenge is none
   */
  public Answer send(Request request, Set<Scope> needed) {
    if (!isRegistry(request.uri())) {
      return transport.send(request);
    }
    Set<Scope> scopes = needed;
    Optional<String> secret = last.flatMap(challenge -> known(challenge, needed));
    for (int attempt = 1; ; attempt++) {
      Answer answer = transport.send(request.authorizedBy(secret));
      if (answer.status() != 401 || !isRegistry(answer.uri())) {
        return answer;
      }
      List<RegistryError> errors = ErrorEnvelope.errors(answer); // which closes it
      Challenge challenge = challenge(answer).orElseThrow(() -> refused(request, errors));
      last = Optional.of(challenge);
      Set<Scope> wider = Scope.union(scopes, asked(challenge));
      boolean learned = attempt == 1 || !wider.equals(scopes);
      scopes = wider;
      Optional<String> next =
          learned && attempt < ATTEMPTS ? renewed(challenge, scopes, secret) : Optional.empty();
      if (next.isEmpty() || next.equals(secret)) {
        throw refused(request, errors);
      }
      secret = next;
    }
  }

  private static Optional<Challenge> challenge(Answer answer) {
    try {
      return Challenge.best(answer.headers("WWW-Authenticate"));
    } catch (MalformedChallenge e) {
      throw new BadAnswer(answer.uri(), e.text(), e);
    }
  }

  private LoginRefused refused(Request request, List<RegistryError> errors) {
    return new LoginRefused(request.uri(), errors, source.find(host).isEmpty());
  }

  private boolean isRegistry(URI uri) {
    return Addresses.origin(uri).equals(Addresses.origin(registry));
  }

  private static Set<Scope> asked(Challenge challenge) {
    return switch (challenge) {
      case Challenge.Basic _ -> Set.of();
      case Challenge.Bearer bearer -> bearer.scopes();
    };
  }

  /** What can be shown without asking anybody, after an earlier challenge. */
  private Optional<String> known(Challenge challenge, Set<Scope> scopes) {
    return switch (challenge) {
      case Challenge.Basic _ -> basic();
      case Challenge.Bearer bearer ->
          Optional.ofNullable(tokens.get(purpose(bearer, scopes)))
              .filter(token -> token.isUsable(clock.instant()))
              .map(Login::bearer);
    };
  }

  /** Something to show that is not what was just refused. */
  private Optional<String> renewed(
      Challenge challenge, Set<Scope> scopes, Optional<String> refused) {
    return switch (challenge) {
      case Challenge.Basic _ -> basic();
      case Challenge.Bearer bearer -> Optional.of(token(bearer, scopes, refused));
    };
  }

  private String token(Challenge.Bearer bearer, Set<Scope> scopes, Optional<String> refused) {
    Optional<Credentials> credentials = source.find(host);
    if (credentials.orElse(null) instanceof Credentials.RegistryToken token) {
      return "Bearer " + token.secret();
    }
    Purpose purpose = purpose(bearer, scopes);
    Optional<String> kept =
        Optional.ofNullable(tokens.get(purpose))
            .filter(token -> token.isUsable(clock.instant()))
            .map(Login::bearer)
            .filter(secret -> !refused.equals(Optional.of(secret)));
    if (kept.isPresent()) {
      return kept.get();
    }
    Token token = tokenServer.fetch(registry, purpose.realm, bearer.service(), scopes, credentials);
    keep(purpose, token);
    return bearer(token);
  }

  private void keep(Purpose purpose, Token token) {
    Instant now = clock.instant();
    tokens.values().removeIf(old -> !old.isUsable(now));
    tokens.put(purpose, token);
  }

  private Optional<String> basic() {
    return source
        .find(host)
        .flatMap(
            credentials ->
                credentials instanceof Credentials.Password password
                    ? Optional.of(TokenServer.basic(password))
                    : Optional.empty());
  }

  private static String bearer(Token token) {
    return "Bearer " + token.value();
  }

  private Purpose purpose(Challenge.Bearer bearer, Set<Scope> scopes) {
    try {
      return new Purpose(new URI(bearer.realm()), bearer.service(), Set.copyOf(scopes));
    } catch (URISyntaxException e) {
      throw new BadAnswer(registry, "a challenge whose realm is no address", e);
    }
  }
}
