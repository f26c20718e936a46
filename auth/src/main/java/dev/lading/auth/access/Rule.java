package dev.lading.auth.access;

import static java.util.stream.Collectors.joining;

import dev.lading.auth.Action;
import dev.lading.auth.Identity;
import dev.lading.content.RepositoryName;
import dev.lading.content.RepositoryPattern;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One rule of {@code auth.access}.
 *
 * @param index where it stands in the list, counted from 0 as in {@code auth.access.0}
 * @param actions in the order of {@link Action}; at least one
 * @param on the repositories; at least one pattern, of which one has to cover
 */
public record Rule(
    int index, Who who, Effect effect, Set<Action> actions, List<RepositoryPattern> on) {

  /** What a rule does with whatever it covers; its name is the key that it is written under. */
  public enum Effect {
    /** Allows. */
    MAY,
    /** Refuses, which rules that come later cannot undo. */
    DENY
  }

  public Rule {
    actions = Collections.unmodifiableSet(EnumSet.copyOf(actions));
    on = List.copyOf(on);
    if (on.isEmpty()) {
      throw new IllegalArgumentException("a rule without repositories: " + who);
    }
  }

  /** Whether this rule decides, unless an earlier one does. */
  public boolean covers(Identity identity, Action action, RepositoryName repository) {
    return actions.contains(action) && who.covers(identity) && covers(repository);
  }

  /** The key of the rule in the configuration, as problems name it, too. */
  public String key() {
    return "auth.access." + index;
  }

  /** The rule as one would write it. */
  @Override
  public String toString() {
    String names = actions.stream().map(Action::text).collect(joining(", "));
    return "{who: \"%s\", %s: [%s], on: %s}"
        .formatted(who, effect == Effect.MAY ? "may" : "deny", names, quoted(on));
  }

  private boolean covers(RepositoryName repository) {
    for (int i = 0; i < on.size(); i++) {
      if (on.get(i).covers(repository)) {
        return true;
      }
    }
    return false;
  }

  private static String quoted(Collection<RepositoryPattern> patterns) {
    return patterns.stream()
        .map(each -> '"' + each.toString() + '"')
        .collect(joining(", ", "[", "]"));
  }
}
