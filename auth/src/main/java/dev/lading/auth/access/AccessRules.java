package dev.lading.auth.access;

import dev.lading.auth.Action;
import dev.lading.auth.Identity;
import dev.lading.auth.access.Decision.WithoutRules;
import dev.lading.content.RepositoryName;
import java.util.List;

/**
 * Who may do what: ordered rules, of which the first that covers who asks, the action and the
 * repository decides. What no rule covers is denied. Immutable; every answer is ready made, so that
 * a catalog can ask for each of its repositories.
 */
public final class AccessRules {
  private static final Decision EXPLICIT_ONLY =
      new WithoutRules(false, "denied: pull-unsigned is only ever given by a rule of auth.access");
  private static final Decision UNKNOWN =
      new WithoutRules(
          false, "denied: there are no rules in auth.access, and nobody has logged in");
  private static final Decision KNOWN =
      new WithoutRules(true, "allowed: there are no rules in auth.access, so any login will do");
  private static final Decision OPEN =
      new WithoutRules(true, "allowed: the registry asks nobody to log in");

  private final List<Rule> rules;
  private final List<Decision.ByRule> decisions;
  private final Decision uncovered;
  private final Decision forStrangers;

  private AccessRules(List<Rule> rules, Decision forStrangers) {
    this.rules = List.copyOf(rules);
    this.decisions = rules.stream().map(Decision.ByRule::new).toList();
    this.uncovered = new Decision.ByNoRule(rules.size());
    this.forStrangers = forStrangers;
  }

  /**
   * The rules of a registry that people log in to. Without any, as in distribution, whoever has
   * logged in may do everything but {@code pull-unsigned}, and nobody else anything.
   */
  public static AccessRules of(List<Rule> rules) {
    return new AccessRules(rules, UNKNOWN);
  }

  /** A registry without authentication: everybody may do everything but {@code pull-unsigned}. */
  public static AccessRules open() {
    return new AccessRules(List.of(), OPEN);
  }

  /** In their order; may be empty. */
  public List<Rule> rules() {
    return rules;
  }

  public boolean isAllowed(Identity identity, Action action, RepositoryName repository) {
    return decide(identity, action, repository).isAllowed();
  }

  public Decision decide(Identity identity, Action action, RepositoryName repository) {
    if (rules.isEmpty()) {
      return withoutRules(identity, action);
    }
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).covers(identity, action, repository)) {
        return decisions.get(i);
      }
    }
    return uncovered;
  }

  private Decision withoutRules(Identity identity, Action action) {
    if (action == Action.PULL_UNSIGNED) {
      return EXPLICIT_ONLY;
    }
    return identity instanceof Identity.Anonymous ? forStrangers : KNOWN;
  }
}
