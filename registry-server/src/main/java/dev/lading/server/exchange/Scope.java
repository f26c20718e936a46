package dev.lading.server.exchange;

/**
 * One right that a request needs, in the words of the token specification: {@code
 * repository:team/app:pull}.
 */
public record Scope(String type, String name, Action action) {
  public enum Action {
    PULL,
    PUSH,
    DELETE,
    /** Everything on a resource that is no repository: {@code registry:catalog:*}. */
    ALL
  }

  public static Scope repository(String name, Action action) {
    return new Scope("repository", name, action);
  }
}
