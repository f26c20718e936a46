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
import dev.lading.server.exchange.RequestException.LoginsBusy;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where tokens are given out: the GET form of Docker's token specification, and the POST form of
 * OAuth 2. Not to be allowed something is no error here; not to be who one says is.
 */
public final class TokenEndpoint {
  private static final int FORM_LIMIT_BYTES = 64 << 10;
  private static final Challenge LOGIN = new Challenge.Basic("lading");

  private final Logins logins;
  private final TokenService service;
  private final SigningKeys keys;
  private final OidcExchange issuers;

  public TokenEndpoint(
      Logins logins, TokenService service, SigningKeys keys, OidcExchange issuers) {
    this.logins = logins;
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
      return unstored(Response.json(200, service.answer(wanted, login(request, wanted)).json()));
    } catch (RequestRefused e) {
      return unstored(Response.json(400, OAuthError.json(e.fault())));
    }
  }

  /** RFC 6749, 5.1. */
  private static Response unstored(Response response) {
    return response.with("Cache-Control", "no-store");
  }

  private Login login(Request request, TokenRequest wanted) {
    return switch (wanted.grant()) {
      case Grant.Presented() -> presented(request);
      case Grant.Password(String name, String password) ->
          proven(request, new Credentials.Basic(name, password.getBytes(StandardCharsets.UTF_8)));
      case Grant.Refresh refresh -> service.redeem(refresh);
      case Grant.Exchange(String token) -> exchanged(token);
    };
  }

  /** A bearer token that comes here is one of another issuer. */
  private Login presented(Request request) {
    return switch (Credentials.of(request.headers())) {
      case Credentials.None() ->
          logins.certified(request.origin()).map(Proof.Known::login).orElseGet(Login::anonymous);
      case Credentials.Malformed() -> throw refused(request);
      case Credentials.Basic basic -> proven(request, basic);
      case Credentials.Bearer(String token) -> exchanged(token);
    };
  }

  private Login proven(Request request, Credentials.Basic basic) {
    return switch (logins.check(basic, request.origin().client())) {
      case Logins.Outcome.Accepted(Proof.Known proof) -> proof.login();
      case Logins.Outcome.Refused() -> throw refused(request);
      case Logins.Outcome.Busy(var retryAfter) -> throw new LoginsBusy(retryAfter);
    };
  }

  private Login exchanged(String token) {
    return switch (issuers.exchange(token)) {
      case Outcome.Known(var user) -> new Login(user, Optional.empty());
      case Outcome.Refused _ -> throw invalid("the token of another issuer");
      case Outcome.Unmapped _ -> throw invalid("the token of another issuer names nobody here");
      case Outcome.KeysUnavailable _ -> throw invalid("the issuer's keys cannot be had now");
    };
  }

  private static RequestRefused invalid(String what) {
    return new RequestRefused(Fault.GRANT_INVALID, what);
  }

  private static Unauthorized refused(Request request) {
    return new Unauthorized(
        Unauthorized.Fault.CREDENTIALS_WRONG,
        LOGIN.of(request.origin(), List.of(), ""),
        "the user name or the password is wrong");
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
