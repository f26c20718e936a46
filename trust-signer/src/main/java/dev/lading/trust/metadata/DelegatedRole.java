package dev.lading.trust.metadata;

import dev.lading.trust.Role.Delegation;
import dev.lading.trust.canonical.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A role as its parent names it.
 *
 * @param paths prefixes of what it may sign; none means nothing, and the empty prefix everything
 */
public record DelegatedRole(Delegation name, RoleKeys keys, List<String> paths) {
  public DelegatedRole {
    paths = List.copyOf(paths);
  }

  Json.Obj json() {
    Map<String, Json> members = new HashMap<>(keys.members());
    members.put("name", new Json.Str(name.text()));
    if (!paths.isEmpty()) {
      members.put("paths", new Json.Arr(paths.stream().map(p -> (Json) new Json.Str(p)).toList()));
    }
    return new Json.Obj(members);
  }
}
