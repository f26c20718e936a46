package dev.lading.server.access;

import dev.lading.auth.oidc.OidcExchange;
import dev.lading.auth.oidc.Outcome;
import dev.lading.auth.token.SigningKeys;
import dev.lading.auth.token.service.Grant;
import dev.lading.auth.token.service.Login;
import dev.lading.auth.token.service.RequestRefused;
import dev.lading.auth.token.service.RequestRefused.Fault;
import dev.lading.auth.token.service.TokenRequest;
import dev.lading.auth.token.service.TokenService;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.KeysUnavailable;
import dev.lading.server.exchange.RequestException.LoginsBusy;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Response.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where tokens are given out: the GET form of Docker's token specification, and the POST form of
 * OAuth 2. Not to be allowed something is no error here; not to be who one says is.
 */
public final class TokenEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
  private static final int FORM_LIMIT_BYTES = 64 << 10;
  private static final Challenge LOGIN = new Challenge.Basic("lading");

  private final Logins logins;
  private final TokenService service;
  private final SigningKeys keys;
  private final OidcExchange issuers;
  private final Policies policies;

  public TokenEndpoint(
      Logins logins,
      TokenService service,
      SigningKeys keys,
      OidcExchange issuers,
      Policies policies) {
    this.logins = logins;
    this.policies = policies;
    this.service = service;
    this.keys = keys;
    this.issuers = issuers;
  }

  public Response get(Request request) {
    return answer(request, () -> TokenRequest.ofQuery(Form.ofQuery(request.query())));
  }

  public Response post(Request request) {
    return answer(
        request,
        () ->
            TokenRequest.ofForm(
                Form.parse(
                    new String(request.body().readAll(FORM_LIMIT_BYTES), StandardCharsets.UTF_8))));
  }

  /** The public keys of our tokens (RFC 7517), for whoever verifies them. */
  public Response keys(Request request) {
    return Response.json(200, keys.keySet()).with("Cache-Control", "max-age=60");
  }

  private interface Parsed {
    TokenRequest get();
  }

  private Response answer(Request request, Parsed parsed) {
    try {
      TokenRequest wanted = parsed.get();
      Proven proven = login(request, wanted);
      Response answer = Response.json(200, service.answer(wanted, proven.login()).json());
      return unstored(
          proven.ending().map(header -> answer.with(header.name(), header.value())).orElse(answer));
    } catch (RequestRefused e) {
      return unstored(Response.json(400, OAuthError.json(e.fault())));
    }
  }

  /** RFC 6749, 5.1. */
  private static Response unstored(Response response) {
    return response.with("Cache-Control", "no-store");
  }

  /**
   * Who asks.
   *
   * @param ending what is to be told of the end of what was shown
   */
  private record Proven(Login login, Optional<Header> ending) {
    static Proven of(Login login) {
      return new Proven(login, Optional.empty());
    }

    static Proven of(Proof.Known proof) {
      return new Proven(proof.login(), proof.ending());
    }
  }

  private Proven login(Request request, TokenRequest wanted) {
    return switch (wanted.grant()) {
      case Grant.Presented() -> presented(request);
      case Grant.Password(String name, String password) ->
          proven(request, new Credentials.Basic(name, password.getBytes(StandardCharsets.UTF_8)));
      case Grant.Refresh refresh -> Proven.of(redeemed(request, refresh));
      case Grant.Exchange(String token) -> Proven.of(exchanged(token));
    };
  }

  /** A bearer token that comes here is one of another issuer. */
  private Proven presented(Request request) {
    return switch (Credentials.of(request.headers())) {
      case Credentials.None() ->
          logins
              .certified(request.origin(), policies)
              .map(Proven::of)
              .orElseGet(() -> Proven.of(Login.anonymous()));
      case Credentials.Malformed() -> throw refused(request);
      case Credentials.Basic basic -> proven(request, basic);
      case Credentials.Bearer(String token) -> Proven.of(exchanged(token));
    };
  }

  /** Not by RFC 6749, 5.2: docker shows nobody what stands in a 400, and the remedy is a login. */
  private Login redeemed(Request request, Grant.Refresh refresh) {
    try {
      return service.redeem(refresh);
    } catch (RequestRefused _) {
      throw refused(request, "this login has ended, or its password has changed; log in again");
    }
  }

  private Proven proven(Request request, Credentials.Basic basic) {
    return switch (logins.check(basic, request.origin().client())) {
      case Logins.Outcome.Accepted(Proof.Known proof) -> Proven.of(proof);
      case Logins.Outcome.Refused() -> throw refused(request);
      case Logins.Outcome.Busy(var retryAfter) -> throw new LoginsBusy(retryAfter);
    };
  }

  private Login exchanged(String token) {
    return switch (issuers.exchange(token)) {
      case Outcome.Known(var user) -> new Login(user, Optional.empty());
      case Outcome.Refused(var reason) -> throw invalid(reason.name());
      case Outcome.Unmapped(String claim) -> throw invalid("names nobody here, by " + claim);
      case Outcome.KeysUnavailable(String issuer) -> throw new KeysUnavailable(issuer);
    };
  }

  /** Whoever comes with it is told nothing of why; whoever reads the log is. */
  private static RequestRefused invalid(String why) {
    LOG.info("a token of another issuer is refused reason=\"{}\"", Printable.of(why));
    return new RequestRefused(Fault.GRANT_INVALID, "the token of another issuer");
  }

  private static Unauthorized refused(Request request) {
    return refused(request, "the user name or the password is wrong");
  }

  private static Unauthorized refused(Request request, String why) {
    return new Unauthorized(
        Unauthorized.Fault.CREDENTIALS_WRONG, LOGIN.of(request.origin(), List.of(), ""), why);
  }

  /** RFC 6749, 5.2. */
  private static final class OAuthError {
    private OAuthError() {}

    static byte[] json(Fault fault) {
      String description = fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return Json.write(Map.of("error", fault.error(), "error_description", description));
    }
  }
}
