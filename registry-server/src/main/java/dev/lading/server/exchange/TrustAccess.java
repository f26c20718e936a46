package dev.lading.server.exchange;

import static dev.lading.server.exchange.Scope.Action.ALL;
import static dev.lading.server.exchange.Scope.Action.DELETE;
import static dev.lading.server.exchange.Scope.Action.PULL;
import static dev.lading.server.exchange.Scope.Action.PUSH;
import static dev.lading.server.exchange.Scope.Action.SIGN;

import dev.lading.server.exchange.Scope.Action;
import java.util.List;

/**
 * What a request does with the trust data of a repository, and the rights that takes.
 *
 * <p>Clients of notary ask for tokens to pull, to push and pull, or for everything, and know of no
 * right to sign. So a token to push is enough to publish with, and whether its owner may sign, the
 * rules of now say.
 */
public enum TrustAccess {
  READ,
  /** Asks which key of the server's a root should name; it is made when there is none. */
  PREPARE,
  PUBLISH,
  /** Asks for another key of the server's than the one in force. */
  ROTATE,
  REMOVE;

  /**
   * What clients ask a token for, who know no way to ask for a delete but to ask for everything.
   */
  public List<Action> asked() {
    return granted().contains(DELETE) ? List.of(ALL) : granted();
  }

  /** What a token has to be for, each of these or everything. */
  public List<Action> granted() {
    return switch (this) {
      case READ -> List.of(PULL);
      case PREPARE, PUBLISH -> List.of(PULL, PUSH);
      case ROTATE, REMOVE -> List.of(PULL, PUSH, DELETE);
    };
  }

  /** What rules have to allow. */
  public List<Action> allowed() {
    return this == PUBLISH ? List.of(PULL, PUSH, SIGN) : granted();
  }
}
