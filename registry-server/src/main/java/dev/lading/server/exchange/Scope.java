package dev.lading.server.exchange;

import java.util.Locale;

/**
 * One right that a request needs, in the words of the token specification: {@code
 * repository:team/app:pull}.
 */
public record Scope(String type, String name, Action action) {
  public enum Action {
    PULL,
    PUSH,
    DELETE,
    /** No token is asked for it: see {@link TrustAccess}. */
    SIGN,
    /** Everything on a resource that is no repository: {@code registry:catalog:*}. */
    ALL;

    /** As a token's scope has it. */
    public String text() {
      return this == ALL ? "*" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** As the token specification writes it. */
  @Override
  public String toString() {
    return type + ":" + name + ":" + action.text();
  }

  public static Scope repository(String name, Action action) {
    return new Scope("repository", name, action);
  }
}
