package dev.lading.server.access;

import dev.lading.auth.Action;
import dev.lading.auth.Identity;
import dev.lading.auth.access.AccessRules;
import dev.lading.auth.token.Access;
import dev.lading.auth.token.service.Rights;
import dev.lading.content.RepositoryName;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The policies, asked about resources as scopes name them.
 *
 * @param rules those of now
 */
public record Policies(Supplier<AccessRules> rules) implements Rights {

  @Override
  public boolean allow(Identity who, String type, String name, String action) {
    return switch (type) {
      case Access.REPOSITORY ->
          Action.of(action).filter(one -> repository(who, name, one)).isPresent();
      case Access.REGISTRY -> mayList(who);
      default -> false;
    };
  }

  /** Whether any rules are given. */
  boolean areGiven() {
    return !rules.get().rules().isEmpty();
  }

  private boolean repository(Identity who, String name, Action action) {
    return named(name).filter(each -> rules.get().isAllowed(who, action, each)).isPresent();
  }

  /** The catalog shows each what it may pull, so that with rules anybody may look. */
  private boolean mayList(Identity who) {
    return areGiven() || !(who instanceof Identity.Anonymous);
  }

  /** Notary's clients put the registry's host before the name. */
  private static Optional<RepositoryName> named(String name) {
    if (RepositoryName.isName(name)) {
      return Optional.of(new RepositoryName(name));
    }
    String rest = name.substring(name.indexOf('/') + 1);
    return Optional.of(rest).filter(RepositoryName::isName).map(RepositoryName::new);
  }
}
