package dev.lading.runtime.registry.login;

import dev.lading.content.RepositoryName;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a token is to allow: {@code repository:team/app:pull,push}.
 *
 * @param name may hold a colon, as the names of content trust do
 * @param actions in alphabetical order
 * @see <a href="https://distribution.github.io/distribution/spec/auth/scope/">distribution, token
 *     scope</a>
 */
public record Scope(String type, String name, Set<String> actions) {
  public Scope {
    actions = Collections.unmodifiableSet(new TreeSet<>(actions));
  }

  public static Scope repository(String name, String... actions) {
    return new Scope("repository", name, Set.of(actions));
  }

  public static Scope pull(RepositoryName name) {
    return repository(name.name(), "pull");
  }

  public static Scope push(RepositoryName name) {
    return repository(name.name(), "pull", "push");
  }

  /** Empty when the text is none. */
  static Optional<Scope> parse(String text) {
    int first = text.indexOf(':');
    int last = text.lastIndexOf(':');
    if (first <= 0 || last <= first + 1 || last == text.length() - 1) {
      return Optional.empty();
    }
    Set<String> actions = Set.copyOf(Arrays.asList(text.substring(last + 1).split(",", -1)));
    return Optional.of(
        new Scope(text.substring(0, first), text.substring(first + 1, last), actions));
  }

  /** One scope for each resource, with the actions of all. */
  static Set<Scope> union(Set<Scope> some, Set<Scope> more) {
    var actions = new TreeMap<String, Scope>();
    for (Set<Scope> scopes : List.of(some, more)) {
      scopes.forEach(scope -> actions.merge(scope.type + ":" + scope.name, scope, Scope::joined));
    }
    return new LinkedHashSet<>(actions.values());
  }

  private static Scope joined(Scope one, Scope other) {
    Set<String> all = new TreeSet<>(one.actions);
    all.addAll(other.actions);
    return new Scope(one.type, one.name, all);
  }

  @Override
  public String toString() {
    return type + ":" + name + ":" + String.join(",", actions);
  }
}
