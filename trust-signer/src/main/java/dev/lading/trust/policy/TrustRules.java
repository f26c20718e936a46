package dev.lading.trust.policy;

import dev.lading.content.RepositoryName;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.verify.RootPins;
import java.util.List;
import java.util.Optional;

/**
 * The rules of {@code trust.policies}: the first that covers a repository is its rule, and where
 * none does, nothing is asked of a pull.
 */
public record TrustRules(List<TrustRule> rules) {
  public static final TrustRules NONE = new TrustRules(List.of());

  public TrustRules {
    rules = List.copyOf(rules);
  }

  /** The rule that pulls from this repository are held against; absent where none looks at them. */
  public Optional<TrustRule> find(RepositoryName name) {
    return first(name).filter(rule -> rule.mode() != Mode.OFF);
  }

  /** The root keys with which this repository may begin; a rule that is off has its say as well. */
  public RootPins pins(RepositoryName name) {
    return first(name).map(TrustRule::roots).orElse(RootPins.NONE);
  }

  private Optional<TrustRule> first(RepositoryName name) {
    for (TrustRule rule : rules) {
      if (rule.covers(name)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
