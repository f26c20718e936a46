package dev.lading.server;

import dev.lading.auth.Action;
import dev.lading.auth.access.Rule;
import dev.lading.auth.access.Who;
import dev.lading.content.RepositoryPattern;
import java.util.List;
import java.util.Set;

/** Rules that most tests of the gate go by; they allow, so that their order does not matter. */
final class TestRules {
  private static final Set<Action> PULL = Set.of(Action.PULL);

  private TestRules() {}

  /** Below {@code team} each may what his name says, and below {@code public} all may pull. */
  static List<Rule> byName() {
    return List.of(
        rule(new Who.Anonymous(), PULL, "public/**"),
        rule(new Who.User("puller"), PULL, "team/**"),
        rule(new Who.User("pusher"), Set.of(Action.PULL, Action.PUSH), "team/**"),
        rule(new Who.User("deleter"), Set.of(Action.PULL, Action.DELETE), "team/**"),
        rule(
            new Who.User("owner"),
            Set.of(Action.PULL, Action.PUSH, Action.DELETE, Action.SIGN),
            "team/**"));
  }

  private static Rule rule(Who who, Set<Action> actions, String on) {
    return new Rule(0, who, Rule.Effect.MAY, actions, List.of(RepositoryPattern.parse(on)));
  }
}
