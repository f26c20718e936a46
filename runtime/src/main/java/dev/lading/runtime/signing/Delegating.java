package dev.lading.runtime.signing;

import dev.lading.trust.Role.Delegation;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.RoleKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes to whom a targets role delegates, as notary makes them. */
final class Delegating {
  private Delegating() {}

  /** With these keys for a role, in addition to those it has; a new role comes last. */
  static Delegations with(
      Delegations before, Delegation name, Collection<PublicKey> keys, List<String> paths) {
    Map<KeyId, PublicKey> all = new HashMap<>(before.keys());
    keys.forEach(key -> all.put(key.id(), key));
    List<DelegatedRole> roles = new ArrayList<>(before.roles());
    DelegatedRole old = before.find(name).orElse(new DelegatedRole(name, none(), List.of()));
    int at = roles.indexOf(old);
    if (at < 0) {
      roles.add(grown(old, keys, paths));
    } else {
      roles.set(at, grown(old, keys, paths));
    }
    return new Delegations(all, roles);
  }

  /** Without the role. */
  static Delegations without(Delegations before, Delegation name) {
    return pruned(
        before.keys(), before.roles().stream().filter(role -> !role.name().equals(name)).toList());
  }

  /** Without these keys of one role; a role that has no key left goes. */
  static Delegations without(Delegations before, Delegation name, Collection<KeyId> keys) {
    List<DelegatedRole> roles = new ArrayList<>();
    for (DelegatedRole role : before.roles()) {
      List<KeyId> left = new ArrayList<>(role.keys().keyIds());
      if (role.name().equals(name)) {
        left.removeAll(keys);
      }
      if (!left.isEmpty()) {
        int threshold = Math.min(role.keys().threshold(), left.size());
        roles.add(new DelegatedRole(role.name(), new RoleKeys(left, threshold), role.paths()));
      }
    }
    return pruned(before.keys(), roles);
  }

  private static DelegatedRole grown(
      DelegatedRole role, Collection<PublicKey> keys, List<String> paths) {
    List<KeyId> ids = new ArrayList<>(role.keys().keyIds());
    keys.forEach(key -> ids.add(key.id()));
    List<String> allPaths = new ArrayList<>(role.paths());
    paths.stream().filter(path -> !allPaths.contains(path)).forEach(allPaths::add);
    return new DelegatedRole(role.name(), new RoleKeys(ids, role.keys().threshold()), allPaths);
  }

  private static RoleKeys none() {
    return new RoleKeys(List.of(), 1);
  }

  private static Delegations pruned(Map<KeyId, PublicKey> keys, List<DelegatedRole> roles) {
    Map<KeyId, PublicKey> left = new HashMap<>(keys);
    left.keySet().removeIf(id -> roles.stream().noneMatch(r -> r.keys().keyIds().contains(id)));
    return new Delegations(left, roles);
  }
}
