package dev.lading.auth.token;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Actions on one resource, as in the {@code access} claim.
 *
 * @param type {@code repository} or {@code registry}; a token server may know others
 * @param name matched exactly; there are no wildcards
 * @param actions in the order they were granted in; {@link #EVERY_ACTION} covers every one
 */
public record Access(String type, String name, Set<String> actions) {
  public static final String REPOSITORY = "repository";

  /** The type of the catalog, whose name is {@code catalog} and whose only action is the star. */
  public static final String REGISTRY = "registry";

  public static final String EVERY_ACTION = "*";

  public Access {
    actions = Collections.unmodifiableSet(new LinkedHashSet<>(actions));
  }

  public Access(String type, String name, Collection<String> actions) {
    this(type, name, new LinkedHashSet<>(actions));
  }

  public boolean covers(String type, String name, String action) {
    return this.type.equals(type)
        && this.name.equals(name)
        && (actions.contains(action) || actions.contains(EVERY_ACTION));
  }

  /** As a scope: {@code repository:a/b:pull,push}. */
  public String scope() {
    return type + ":" + name + ":" + String.join(",", actions);
  }
}
