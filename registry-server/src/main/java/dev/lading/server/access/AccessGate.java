package dev.lading.server.access;

import dev.lading.auth.Action;
import dev.lading.auth.Identity;
import dev.lading.auth.LoginName;
import dev.lading.auth.token.Access;
import dev.lading.auth.token.Verification;
import dev.lading.auth.token.VerifiedTokens;
import dev.lading.content.RepositoryName;
import dev.lading.server.exchange.Caller;
import dev.lading.server.exchange.Gate;
import dev.lading.server.exchange.Need;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.Denied;
import dev.lading.server.exchange.RequestException.LoginsBusy;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.RequestException.Unauthorized.Fault;
import dev.lading.server.exchange.Response.Header;
import dev.lading.server.exchange.Scope;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who may. The order is always the same: what was sent is proven, whatever is asked for;
 * then each right that the request needs is held against the proof and the policies.
 *
 * <ul>
 *   <li>Without credentials, somebody may do what {@code anonymous} may, and is else challenged to
 *       log in.
 *   <li>With a name and a secret, or a certificate and nothing else, the policies decide: 403.
 *   <li>With a token, what it was given for counts, and the policies of now: what has been taken
 *       away since then is gone at once. A token that is not enough is challenged to be replaced,
 *       which is what clients wait for (401, not 403).
 * </ul>
 */
public final class AccessGate implements Gate {
  private static final Logger LOG = LoggerFactory.getLogger(AccessGate.class);
  private static final String NO_ERROR = "";

  private final Logins logins;
  private final Optional<Tokens> tokens;
  private final Policies policies;
  private final Challenge challenge;

  /**
   * The tokens that are believed.
   *
   * @param own whether we give them out ourselves, by the same policies; another's, without any
   *     rules here, is enough by itself
   */
  public record Tokens(VerifiedTokens verified, boolean own) {}

  public AccessGate(
      Logins logins, Optional<Tokens> tokens, Policies policies, Challenge challenge) {
    this.logins = logins;
    this.tokens = tokens;
    this.policies = policies;
    this.challenge = challenge;
  }

  @Override
  public Caller admit(Request request, Need need) {
    return switch (need) {
      case Need.Nothing() -> Caller.ANYBODY;
      case Need.Login() -> known(request);
      case Need.Rights rights -> admit(request, rights);
      case Need.Trust trust -> admit(request, trust);
    };
  }

  private Caller known(Request request) {
    Proof proof = prove(request, List.of());
    if (proof instanceof Proof.Nothing) {
      throw unauthorized(request, List.of(), Fault.LOGIN_NEEDED);
    }
    return caller(proof);
  }

  private Caller admit(Request request, Need.Rights rights) {
    Proof proof = prove(request, rights.all());
    for (Scope scope : rights.required()) {
      if (!allows(proof, scope)) {
        throw refusal(request, rights, proof, scope);
      }
    }
    return caller(proof);
  }

  /**
   * Notary's clients know no 403: whoever may not is challenged, whatever he has shown. But whoever
   * lacks the right to sign alone is told so: no other token can help him, and he may well wonder.
   */
  private Caller admit(Request request, Need.Trust trust) {
    Proof proof = prove(request, trust.scopes());
    Optional<RepositoryName> repository = policies.hostnames().repository(trust.gun());
    if (repository.isEmpty() && isSomebody(proof)) {
      return caller(proof); // let through to whoever says which names there are
    }
    if (!allows(proof, trust)) {
      repository
          .filter(_ -> isSomebody(proof) && covers(proof, trust))
          .filter(name -> allow(proof, name, trust.access().granted()))
          .ifPresent(
              name -> {
                throw new Denied(Scope.repository(name.name(), Scope.Action.SIGN));
              });
      Fault fault =
          switch (proof) {
            case Proof.Nothing _ -> Fault.LOGIN_NEEDED;
            case Proof.Token _ -> Fault.TOKEN_TOO_NARROW;
            case Proof.Known _ -> Fault.NOT_ALLOWED;
          };
      throw unauthorized(request, trust.scopes(), fault);
    }
    return caller(proof);
  }

  private RuntimeException refusal(
      Request request, Need.Rights rights, Proof proof, Scope missing) {
    return switch (proof) {
      case Proof.Nothing _ -> unauthorized(request, rights.all(), Fault.LOGIN_NEEDED);
      case Proof.Token _ -> unauthorized(request, rights.required(), Fault.TOKEN_TOO_NARROW);
      case Proof.Known _ -> new Denied(missing);
    };
  }

  private Proof prove(Request request, List<Scope> scopes) {
    return switch (Credentials.of(request.headers())) {
      case Credentials.None() ->
          logins
              .certified(request.origin(), policies)
              .<Proof>map(known -> known)
              .orElseGet(Proof.Nothing::new);
      case Credentials.Malformed() ->
          throw unauthorized(request, scopes, Fault.CREDENTIALS_MALFORMED);
      case Credentials.Basic basic -> prove(request, scopes, basic);
      case Credentials.Bearer(String token) -> prove(request, scopes, token);
    };
  }

  private Proof prove(Request request, List<Scope> scopes, Credentials.Basic basic) {
    return switch (logins.check(basic, request.origin().client())) {
      case Logins.Outcome.Accepted(Proof.Known proof) -> proof;
      case Logins.Outcome.Refused() -> throw unauthorized(request, scopes, Fault.CREDENTIALS_WRONG);
      case Logins.Outcome.Busy(var retryAfter) -> throw new LoginsBusy(retryAfter);
    };
  }

  private Proof prove(Request request, List<Scope> scopes, String token) {
    if (tokens.isPresent()) {
      switch (tokens.get().verified().verify(token)) {
        case Verification.Valid(var claims) -> {
          return new Proof.Token(claims);
        }
        case Verification.Invalid(var reason) -> LOG.debug("a token is refused reason={}", reason);
      }
    }
    throw unauthorized(request, scopes, Fault.TOKEN_INVALID);
  }

  private boolean allows(Proof proof, Scope scope) {
    String action = scope.action().text();
    if (isNoName(proof, scope)) {
      return true;
    }
    if (proof instanceof Proof.Token(var claims)
        && !claims.cover(scope.type(), scope.name(), action)) {
      return false;
    }
    return suffices(proof) || policies.allow(proof.identity(), scope);
  }

  /** A token for a repository is none for its trust data, nor the other way round. */
  private boolean allows(Proof proof, Need.Trust trust) {
    return policies
        .hostnames()
        .repository(trust.gun())
        .filter(_ -> covers(proof, trust))
        .filter(name -> suffices(proof) || allow(proof, name, trust.access().allowed()))
        .isPresent();
  }

  private static boolean covers(Proof proof, Need.Trust trust) {
    return !(proof instanceof Proof.Token(var claims))
        || trust.access().granted().stream()
            .allMatch(action -> claims.cover(Access.REPOSITORY, trust.gun(), action.text()));
  }

  private boolean allow(Proof proof, RepositoryName repository, List<Scope.Action> actions) {
    return actions.stream()
        .map(action -> Scope.repository(repository.name(), action))
        .allMatch(scope -> policies.allow(proof.identity(), scope));
  }

  private static boolean isSomebody(Proof proof) {
    return !(proof.identity() instanceof Identity.Anonymous);
  }

  /** A token that somebody else gives out, where no rules say otherwise. */
  private boolean suffices(Proof proof) {
    return proof instanceof Proof.Token
        && !tokens.map(Tokens::own).orElse(true)
        && !policies.areGiven();
  }

  /** What cannot name a repository is let through to whoever says what is wrong with it. */
  private static boolean isNoName(Proof proof, Scope scope) {
    return isSomebody(proof)
        && scope.type().equals("repository")
        && !RepositoryName.isName(scope.name());
  }

  private Caller caller(Proof proof) {
    return new Caller(
        name(proof.identity()),
        name -> allows(proof, Scope.repository(name, Scope.Action.PULL)),
        name -> allows(proof, Scope.repository(name, Scope.Action.PUSH)),
        name -> maySee(proof, name),
        name -> mayPullUnsigned(proof, name),
        notices(proof));
  }

  private boolean maySee(Proof proof, String name) {
    return suffices(proof)
        || policies.allow(proof.identity(), Scope.repository(name, Scope.Action.PULL));
  }

  /**
   * A name or a certificate is as often used to pull as to push, so a rule has to give it. A token
   * that was asked for to push is used by whoever pushes, and may have to read back what to sign.
   */
  private boolean mayPullUnsigned(Proof proof, String name) {
    Action right = Action.PULL_UNSIGNED;
    return switch (proof) {
      case Proof.Token token ->
          allows(token, Scope.repository(name, Scope.Action.PUSH))
              || (token.claims().cover(Access.REPOSITORY, name, right.text())
                  && (suffices(token) || policies.allow(token.identity(), right, name)));
      case Proof.Known _, Proof.Nothing _ -> policies.allow(proof.identity(), right, name);
    };
  }

  private static Optional<String> name(Identity identity) {
    return switch (identity) {
      case Identity.Anonymous _ -> Optional.empty();
      case Identity.User user -> Optional.of(user.name()).filter(name -> !name.isEmpty());
      case Identity.Robot robot -> Optional.of(LoginName.ROBOT_PREFIX + robot.name());
    };
  }

  private static List<Header> notices(Proof proof) {
    return proof instanceof Proof.Known known ? known.ending().stream().toList() : List.of();
  }

  private Unauthorized unauthorized(Request request, List<Scope> scopes, Fault fault) {
    String error =
        switch (fault) {
          case LOGIN_NEEDED, CREDENTIALS_WRONG -> NO_ERROR;
          case CREDENTIALS_MALFORMED, TOKEN_INVALID -> "invalid_token";
          case TOKEN_TOO_NARROW, NOT_ALLOWED -> "insufficient_scope";
        };
    String why =
        switch (fault) {
          case LOGIN_NEEDED -> "log in to do this";
          case CREDENTIALS_MALFORMED -> "the Authorization header cannot be read";
          case CREDENTIALS_WRONG -> "the user name or the password is wrong";
          case TOKEN_INVALID -> "the token is not, or no longer, good";
          case TOKEN_TOO_NARROW -> "the token is not for this, or you may not do it";
          case NOT_ALLOWED -> "you may not do this";
        };
    return new Unauthorized(fault, challenge.of(request.origin(), scopes, error), scopes, why);
  }
}
