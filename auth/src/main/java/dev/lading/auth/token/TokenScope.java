package dev.lading.auth.token;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A scope as it was asked for: {@code type[(class)]:[host[:port]/]name:action[,action]*}. The name
 * may hold colons, so the type ends at the first and the actions begin after the last. Whether
 * anybody knows the type, the name or an action is not asked here.
 *
 * @param type without its class, which is obsolete and ignored
 * @param actions in the order they were asked for, perhaps none
 */
public record TokenScope(String type, String name, Set<String> actions) {
  public TokenScope {
    actions = Collections.unmodifiableSet(new LinkedHashSet<>(actions));
  }

  /** Empty when the text is not of this form, or holds what no scope does. */
  public static Optional<TokenScope> parse(String text) {
    int first = text.indexOf(':');
    int last = text.lastIndexOf(':');
    if (first <= 0 || last <= first + 1 || !isPlain(text)) {
      return Optional.empty();
    }
    Set<String> actions = new LinkedHashSet<>();
    for (String action : text.substring(last + 1).split(",", -1)) {
      if (!action.isEmpty()) {
        actions.add(action);
      }
    }
    String name = text.substring(first + 1, last);
    return withoutClass(text.substring(0, first)).map(type -> new TokenScope(type, name, actions));
  }

  /** This scope with the actions of the other one behind its own. */
  TokenScope and(TokenScope other) {
    Set<String> all = new LinkedHashSet<>(actions);
    all.addAll(other.actions);
    return new TokenScope(type, name, all);
  }

  private static Optional<String> withoutClass(String type) {
    int bracket = type.indexOf('(');
    if (bracket < 0) {
      return Optional.of(type);
    }
    return bracket > 0 && type.endsWith(")")
        ? Optional.of(type.substring(0, bracket))
        : Optional.empty();
  }

  /** Scopes are repeated in answers and logs: visible ASCII that needs no quoting. */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '"' && c != '\\');
  }
}
