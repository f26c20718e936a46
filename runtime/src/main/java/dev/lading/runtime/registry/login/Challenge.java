package dev.lading.runtime.registry.login;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a registry wants to be logged in to, of the ways that we know. */
sealed interface Challenge {

  /** RFC 7617. */
  record Basic() implements Challenge {}

  /**
   * Docker's token specification.
   *
   * @param realm where tokens are given out
   * @param service whom they are for; may be empty
   * @param scopes that the request would have needed
   */
  record Bearer(String realm, String service, Set<Scope> scopes) implements Challenge {}

  /**
   * The best of those in {@code WWW-Authenticate}, a token before a password.
   *
   * @throws MalformedChallenge when a line is against the grammar
   */
  static Optional<Challenge> best(List<String> lines) {
    List<Challenge> known =
        lines.stream()
            .flatMap(line -> new ChallengeParser(line).all().stream())
            .flatMap(scheme -> of(scheme).stream())
            .toList();
    return known.stream()
        .filter(Bearer.class::isInstance)
        .findFirst()
        .or(() -> known.stream().findFirst());
  }

  private static Optional<Challenge> of(ChallengeParser.Scheme scheme) {
    Map<String, String> parameters = scheme.parameters();
    return switch (scheme.name()) {
      case "basic" -> Optional.of(new Basic());
      case "bearer" ->
          Optional.ofNullable(parameters.get("realm"))
              .map(
                  realm ->
                      new Bearer(
                          realm,
                          parameters.getOrDefault("service", ""),
                          scopes(parameters.getOrDefault("scope", ""))));
      default -> Optional.empty();
    };
  }

  private static Set<Scope> scopes(String text) {
    return Arrays.stream(text.split(" ", -1))
        .flatMap(scope -> Scope.parse(scope).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
