package dev.lading.auth.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.auth.Action;
import dev.lading.auth.Identity;
import dev.lading.auth.access.Rule.Effect;
import dev.lading.content.RepositoryName;
import dev.lading.content.RepositoryPattern;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessRulesTest {
  private static final Map<String, Identity> PEOPLE =
      Map.of(
          "nobody", new Identity.Anonymous(),
          "alice", new Identity.User("alice", Set.of("team-a")),
          "ian", new Identity.User("ian", Set.of("team-a", "interns")),
          "ci", new Identity.Robot("ci"));

  private static final AccessRules RULES =
      AccessRules.of(
          List.of(
              rule(0, "group:interns", Effect.DENY, "push delete", "*/release"),
              rule(1, "anonymous", Effect.MAY, "pull", "public/**"),
              rule(2, "group:team-a", Effect.MAY, "pull push", "team-a/**", "*/release"),
              rule(3, "robot:ci", Effect.MAY, "push", "**"),
              rule(4, "user:alice", Effect.DENY, "pull", "team-a/secret"),
              rule(5, "user:alice", Effect.MAY, "pull pull-unsigned delete", "**")));

  @ParameterizedTest
  @CsvSource({
    // who,  action,        repository,     allowed, rule; -1 for none
    "nobody, pull,          public/a,       true,    1",
    "ci,     pull,          public/a,       true,    1",
    "nobody, push,          public/a,       false,  -1",
    "nobody, pull,          public,         false,  -1",
    "nobody, pull-unsigned, public/a,       false,  -1",
    "alice,  push,          team-a/x,       true,    2",
    "alice,  push,          x/release,      true,    2",
    "ian,    push,          x/release,      false,   0",
    "ian,    pull,          x/release,      true,    2",
    "ian,    push,          team-a/x,       true,    2",
    "ian,    push,          team-a/release, false,   0",
    "ci,     push,          team-a/release, true,    3",
    "ci,     pull,          team-a/x,       false,  -1",
    "alice,  pull,          team-a/secret,  true,    2",
    "alice,  delete,        team-a/secret,  true,    5",
    "alice,  pull-unsigned, any/where,      true,    5",
    "alice,  sign,          team-a/x,       false,  -1",
  })
  void decide_isTheFirstRuleThatCoversAll(
      String who, String action, String repository, boolean allowed, int index) {
    Decision decision = decide(RULES, who, action, repository);
    assertThat(decision.isAllowed()).isEqualTo(allowed);
    assertThat(decision instanceof Decision.ByRule(Rule rule) ? rule.index() : -1).isEqualTo(index);
    assertThat(RULES.isAllowed(person(who), action(action), RepositoryName.parse(repository)))
        .isEqualTo(allowed);
  }

  @Test
  void decide_givesTheSameDecisionEachTime() {
    assertThat(decide(RULES, "alice", "push", "team-a/x"))
        .isSameAs(decide(RULES, "ian", "pull", "team-a/y"));
    assertThat(decide(RULES, "nobody", "push", "a")).isSameAs(decide(RULES, "ci", "sign", "b"));
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void decide_withoutRules_asksForALoginOnly(Action action) {
    AccessRules rules = AccessRules.of(List.of());
    boolean isForAll = action != Action.PULL_UNSIGNED;
    assertThat(decide(rules, "alice", action.text(), "a").isAllowed()).isEqualTo(isForAll);
    assertThat(decide(rules, "ci", action.text(), "a").isAllowed()).isEqualTo(isForAll);
    assertThat(decide(rules, "nobody", action.text(), "a").isAllowed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void decide_ofAnOpenRegistry_asksForNothing(Action action) {
    assertThat(decide(AccessRules.open(), "nobody", action.text(), "a").isAllowed())
        .isEqualTo(action != Action.PULL_UNSIGNED);
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void decide_ofTheDocumentedTwoLines_isAnonymousPullAndAuthenticatedPush(Action action) {
    AccessRules rules =
        AccessRules.of(
            List.of(
                rule(0, "anonymous", Effect.MAY, "pull", "**"),
                rule(1, "authenticated", Effect.MAY, "push", "**")));
    assertThat(decide(rules, "nobody", action.text(), "a/b").isAllowed())
        .isEqualTo(action == Action.PULL);
    assertThat(decide(rules, "alice", action.text(), "a/b").isAllowed())
        .isEqualTo(Set.of(Action.PULL, Action.PUSH).contains(action));
  }

  @Test
  void why_ofARule_namesItsKeyAndShowsIt() {
    assertThat(decide(RULES, "ian", "push", "x/release").why())
        .isEqualTo(
            "denied by auth.access.0:"
                + " {who: \"group:interns\", deny: [push, delete], on: [\"*/release\"]}");
    assertThat(decide(RULES, "alice", "push", "x/release").why())
        .startsWith("allowed by auth.access.2: {who: \"group:team-a\", may: [pull, push], on: [");
  }

  @Test
  void why_withoutARule_saysWhatIsMissing() {
    AccessRules one = AccessRules.of(List.of(rule(0, "user:x", Effect.MAY, "pull", "**")));
    assertThat(decide(RULES, "nobody", "push", "a").why()).contains("none of the 6 rules");
    assertThat(decide(one, "nobody", "push", "a").why()).contains("the only rule");
    assertThat(decide(AccessRules.of(List.of()), "nobody", "pull", "a").why())
        .contains("nobody has logged in");
  }

  private static Decision decide(AccessRules rules, String who, String action, String repository) {
    return rules.decide(person(who), action(action), RepositoryName.parse(repository));
  }

  private static Identity person(String name) {
    return requireNonNull(PEOPLE.get(name));
  }

  private static Action action(String text) {
    return Action.of(text).orElseThrow();
  }

  private static Rule rule(int index, String who, Effect effect, String actions, String... on) {
    return new Rule(
        index,
        Who.parse(who),
        effect,
        Arrays.stream(actions.split(" ", -1))
            .map(AccessRulesTest::action)
            .collect(Collectors.toSet()),
        Arrays.stream(on).map(RepositoryPattern::parse).toList());
  }
}
