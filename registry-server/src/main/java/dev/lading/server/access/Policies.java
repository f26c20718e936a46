package dev.lading.server.access;

import dev.lading.auth.Action;
import dev.lading.auth.Identity;
import dev.lading.auth.access.AccessRules;
import dev.lading.auth.token.Access;
import dev.lading.auth.token.service.Rights;
import dev.lading.content.RepositoryName;
import dev.lading.server.exchange.Hostnames;
import dev.lading.server.exchange.Scope;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The policies, asked about resources as scopes name them.
 *
 * @param rules those of now
 * @param hostnames before the names of repositories in those of their trust data
 */
public record Policies(Supplier<AccessRules> rules, Hostnames hostnames) implements Rights {

  /**
   * What a token may be for. With a host that has no port, a name can be a repository's, and that
   * of another one's trust data as well: which of both is meant shows where the token is used, and
   * there the rules are asked again.
   */
  @Override
  public boolean allow(Identity who, String type, String name, String action) {
    return switch (type) {
      case Access.REPOSITORY ->
          isAllowed(who, repository(name), action)
              || isAllowed(who, hostnames.repository(name), action);
      case Access.REGISTRY -> mayList(who);
      default -> false;
    };
  }

  /** Whether this very right is given; a name is that of a repository, and of nothing else. */
  boolean allow(Identity who, Scope scope) {
    return switch (scope.type()) {
      case Access.REPOSITORY -> isAllowed(who, repository(scope.name()), scope.action().text());
      case Access.REGISTRY -> mayList(who);
      default -> false;
    };
  }

  /** The same for what is asked of no token. */
  boolean allow(Identity who, Action action, String name) {
    return isAllowed(who, repository(name), action.text());
  }

  /** Whether any rules are given. */
  boolean areGiven() {
    return !rules.get().rules().isEmpty();
  }

  private boolean isAllowed(Identity who, Optional<RepositoryName> repository, String text) {
    return Action.of(text)
        .flatMap(action -> repository.filter(each -> rules.get().isAllowed(who, action, each)))
        .isPresent();
  }

  /** The catalog shows each what it may pull, so that with rules anybody may look. */
  private boolean mayList(Identity who) {
    return areGiven() || !(who instanceof Identity.Anonymous);
  }

  private static Optional<RepositoryName> repository(String name) {
    return RepositoryName.isName(name) ? Optional.of(new RepositoryName(name)) : Optional.empty();
  }
}
