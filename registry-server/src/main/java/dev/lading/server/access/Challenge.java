package dev.lading.server.access;

import dev.lading.server.exchange.Origin;
import dev.lading.server.exchange.Scope;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What tells a client how to log in: the value of {@code WWW-Authenticate}. There is one scheme in
 * it, since clients differ in which of several they take.
 */
public sealed interface Challenge {

  /** RFC 7617. */
  record Basic(String realm) implements Challenge {
    @Override
    public String of(Origin origin, List<Scope> scopes, String error) {
      return "Basic realm=" + quoted(realm);
    }
  }

  /**
   * The token specification of Docker's registry.
   *
   * @param realm where tokens are given out, by how the client reached us
   * @param service whom they are for
   */
  record Bearer(Function<Origin, String> realm, String service) implements Challenge {
    @Override
    public String of(Origin origin, List<Scope> scopes, String error) {
      StringBuilder text = new StringBuilder("Bearer realm=").append(quoted(realm.apply(origin)));
      text.append(",service=").append(quoted(service));
      if (!scopes.isEmpty()) {
        text.append(",scope=").append(quoted(joined(scopes)));
      }
      if (!error.isEmpty()) {
        text.append(",error=").append(quoted(error));
      }
      return text.toString();
    }
  }

  /**
   * @param scopes what a token is needed for; may be empty
   * @param error of RFC 6750, 3.1; empty when no credentials came
   */
  String of(Origin origin, List<Scope> scopes, String error);

  /** One scope for each resource: {@code repository:a/b:pull,push repository:c:pull}. */
  private static String joined(List<Scope> scopes) {
    Map<String, Set<String>> actions = new LinkedHashMap<>();
    for (Scope scope : scopes) {
      actions
          .computeIfAbsent(scope.type() + ":" + scope.name(), _ -> new LinkedHashSet<>())
          .add(scope.action().text());
    }
    return actions.entrySet().stream()
        .map(resource -> resource.getKey() + ":" + String.join(",", resource.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** RFC 9110, 5.6.4. What came with the request stands in here: nothing of it ends the header. */
  private static String quoted(String text) {
    String safe = text.replaceAll("[^\\x20-\\x7e]", "?");
    return '"' + safe.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
