package dev.lading.auth.access;

import dev.lading.auth.Action;
import dev.lading.auth.access.Rule.Effect;
import dev.lading.config.Section;
import dev.lading.content.RepositoryPattern;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads {@code auth.access}:
 *
 * <pre>{@code
 * auth:
 *   access:
 *     - {who: "group:interns", deny: [push, delete], on: "release/**"}
 *     - {who: anonymous, may: [pull], on: "public/**"}
 *     - {who: authenticated, may: [pull, push], on: "**"}
 * }</pre>
 *
 * <p>A rule has either {@code may} or {@code deny}. The latter is what makes the order matter: an
 * exception stands before the rule that it is an exception of.
 *
 * <p>A function of the configuration and nothing else: to read rules that have changed, read the
 * configuration again.
 */
public final class AccessReading {
  private static final String ACTIONS =
      Arrays.stream(Action.values()).map(Action::text).collect(Collectors.joining(", "));

  private final Section section;
  private final int index;

  private AccessReading(Section section, int index) {
    this.section = section;
    this.index = index;
  }

  /**
   * The rules of a registry that has authentication.
   *
   * @param auth the section {@code auth}; takes the problems of all rules. Those that have any are
   *     left out, which no server may act upon: a missing rule may be one that denies
   */
  public static AccessRules from(Section auth) {
    List<Section> sections = auth.sections("access");
    return AccessRules.of(
        IntStream.range(0, sections.size())
            .mapToObj(i -> new AccessReading(sections.get(i), i))
            .flatMap(reading -> reading.rule().stream())
            .toList());
  }

  private Optional<Rule> rule() {
    Optional<Who> who = who();
    List<Action> may = section.values("may", List.of(), AccessReading::action);
    List<Action> deny = section.values("deny", List.of(), AccessReading::action);
    List<RepositoryPattern> on = section.values("on", List.of(), RepositoryPattern::parse);
    requireOneEffect();
    requireSet("on", "is missing. Write the repositories, for example \"team-a/**\".");
    List<Action> actions = may.isEmpty() ? deny : may;
    Effect effect = may.isEmpty() ? Effect.DENY : Effect.MAY;
    return actions.isEmpty() || on.isEmpty()
        ? Optional.empty()
        : who.map(some -> new Rule(index, some, effect, EnumSet.copyOf(actions), on));
  }

  private Optional<Who> who() {
    requireSet("who", "is missing. Write whom the rule is about, for example user:alice.");
    return section.optional("who", AccessReading::whoIn).flatMap(Function.identity());
  }

  private static Optional<Who> whoIn(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Who.parse(text));
  }

  private void requireOneEffect() {
    if (section.isSet("may") && section.isSet("deny")) {
      section.problem("deny", "stands beside may. Make two rules of them, in the order you mean.");
    } else if (!section.isSet("deny")) {
      requireSet("may", "is missing. Write one of " + ACTIONS + ", or deny instead.");
    }
  }

  private void requireSet(String name, String message) {
    if (!section.isSet(name)) {
      section.problem(name, message);
    }
  }

  private static Action action(String text) {
    return Action.of(text).orElseThrow(() -> new IllegalArgumentException("is none of " + ACTIONS));
  }
}
