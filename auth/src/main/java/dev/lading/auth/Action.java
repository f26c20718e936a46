package dev.lading.auth;

import java.util.Optional;

/** What may be done with a repository. */
public enum Action {
  PULL("pull"),
  PUSH("push"),
  DELETE("delete"),
  SIGN("sign"),
  PULL_UNSIGNED("pull-unsigned");

  private final String text;

  Action(String text) {
    this.text = text;
  }

  /** As rules and the scopes of tokens write it. */
  public String text() {
    return text;
  }

  /** The action that is written so; empty when none is. */
  public static Optional<Action> of(String text) {
    for (Action action : values()) {
      if (action.text.equals(text)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }
}
