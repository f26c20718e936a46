package dev.lading.auth.token.service;

import dev.lading.auth.Action;
import dev.lading.auth.Identity;
import dev.lading.auth.token.Access;
import dev.lading.auth.token.TokenIssuer;
import dev.lading.auth.token.TokenScope;
import dev.lading.auth.token.service.RequestRefused.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers requests for tokens. Whoever asks gets of what is asked for what is allowed, each scope
 * by itself, and a token also for nothing: not to be allowed something is no error here. Safe for
 * any number of threads.
 */
public final class TokenService {
  private static final String CATALOG = "catalog";

  private final String service;
  private final TokenIssuer issuer;
  private final RefreshTokens refreshTokens;
  private final Rights rights;

  /**
   * @param service whom all tokens are for
   */
  public TokenService(
      String service, TokenIssuer issuer, RefreshTokens refreshTokens, Rights rights) {
    this.service = service;
    this.issuer = issuer;
    this.refreshTokens = refreshTokens;
    this.rights = rights;
  }

  /**
   * Whose refresh token it is.
   *
   * @throws RequestRefused with {@link Fault#GRANT_INVALID} when it is not, or no longer, good
   */
  public Login redeem(Grant.Refresh grant) {
    return refreshTokens
        .redeem(grant.token(), service)
        .orElseThrow(() -> new RequestRefused(Fault.GRANT_INVALID, "the refresh token"));
  }

  /**
   * @param login whom the request's grant proved
   * @throws RequestRefused when it is for another service
   */
  public TokenAnswer answer(TokenRequest request, Login login) {
    if (request.service().filter(other -> !other.equals(service)).isPresent()) {
      throw new RequestRefused(Fault.SERVICE_UNKNOWN, "the service");
    }
    List<Access> granted = granted(login.identity(), request.scopes());
    return new TokenAnswer(
        issuer.issue(login.identity(), service, granted), granted, refreshToken(request, login));
  }

  /** Who comes with a refresh token gets the same one back. */
  private Optional<String> refreshToken(TokenRequest request, Login login) {
    if (!request.offline()) {
      return Optional.empty();
    }
    return request.grant() instanceof Grant.Refresh(String token)
        ? Optional.of(token)
        : refreshTokens.issue(login, service);
  }

  private List<Access> granted(Identity who, List<TokenScope> scopes) {
    List<Access> granted = new ArrayList<>();
    for (TokenScope scope : scopes) {
      List<String> actions =
          known(scope)
              .filter(action -> rights.allow(who, scope.type(), scope.name(), action))
              .toList();
      if (!actions.isEmpty()) {
        granted.add(new Access(scope.type(), scope.name(), actions));
      }
    }
    return granted;
  }

  /** The actions that there are, of those that were asked for. */
  private static Stream<String> known(TokenScope scope) {
    return switch (scope.type()) {
      case Access.REPOSITORY -> actions(scope);
      case Access.REGISTRY ->
          scope.actions().stream()
              .filter(action -> scope.name().equals(CATALOG) && action.equals(Access.EVERY_ACTION));
      default -> Stream.empty();
    };
  }

  /** A star asks for every action, each of which has to be allowed. */
  private static Stream<String> actions(TokenScope scope) {
    return scope.actions().contains(Access.EVERY_ACTION)
        ? Stream.of(Action.values()).map(Action::text)
        : scope.actions().stream().filter(action -> Action.of(action).isPresent());
  }
}
