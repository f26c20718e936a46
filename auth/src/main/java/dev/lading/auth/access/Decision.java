package dev.lading.auth.access;

import dev.lading.auth.access.Rule.Effect;

/** Whether something is allowed, and what has decided that. */
public sealed interface Decision {
  boolean isAllowed();

  /** What has decided, in words for an operator; never shown to whoever was refused. */
  String why();

  /** The first rule that covers who asks, the action and the repository. */
  record ByRule(Rule rule) implements Decision {
    @Override
    public boolean isAllowed() {
      return rule.effect() == Effect.MAY;
    }

    @Override
    public String why() {
      return (isAllowed() ? "allowed" : "denied") + " by " + rule.key() + ": " + rule;
    }
  }

  /** There are rules, and none of them covers this: denied. */
  record ByNoRule(int rules) implements Decision {
    @Override
    public boolean isAllowed() {
      return false;
    }

    @Override
    public String why() {
      return rules == 1
          ? "denied: the only rule of auth.access does not cover it"
          : "denied: none of the " + rules + " rules of auth.access covers it";
    }
  }

  /** No rules are given, so that whether somebody is known decides. */
  record WithoutRules(boolean isAllowed, String why) implements Decision {}
}
