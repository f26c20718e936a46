package dev.lading.runtime.signing;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Roots as notary makes them: one key for each role, a threshold of one. */
final class RootChange {
  private RootChange() {}

  /** The root that a repository begins with. */
  static RootMetadata first(Map<Role, PublicKey> byRole, Instant now) {
    Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
    Map<Role, RoleKeys> roles = new LinkedHashMap<>();
    byRole.forEach(
        (role, key) -> {
          keys.put(key.id(), key);
          roles.put(role, new RoleKeys(List.of(key.id()), 1));
        });
    return new RootMetadata(MetadataVersion.FIRST, now.plus(Draft.ROOT_LIFE), keys, roles, false);
  }

  /**
   * The root after this one, with another key for some roles. Certificates of former root keys stay
   * among the keys, as with notary; other keys go when no role names them any more.
   */
  static RootMetadata rotated(RootMetadata root, Map<Role, PublicKey> next, Instant now) {
    Map<Role, RoleKeys> roles = new HashMap<>(root.roles());
    Map<KeyId, PublicKey> keys = new HashMap<>(root.keys());
    Set<KeyId> former = new HashSet<>();
    next.forEach(
        (role, key) -> {
          roles.put(role, new RoleKeys(List.of(key.id()), 1));
          keys.put(key.id(), key);
          if (!role.equals(Role.ROOT)) {
            former.addAll(root.role(role).keyIds());
          }
        });
    keys.keySet().removeIf(id -> former.contains(id) && !isNamed(id, roles.values()));
    return new RootMetadata(
        root.version().next(), now.plus(Draft.ROOT_LIFE), keys, roles, root.consistentSnapshot());
  }

  /**
   * The root after this one, for another ten years, with the same keys for the same roles.
   *
   * @param certificates what is to stand for a root key: itself, or a newer certificate of it
   */
  static RootMetadata renewed(
      RootMetadata root, UnaryOperator<PublicKey> certificates, Instant now) {
    Map<KeyId, PublicKey> keys = new HashMap<>(root.keys());
    List<KeyId> ids = new ArrayList<>();
    for (KeyId id : root.role(Role.ROOT).keyIds()) {
      PublicKey next = certificates.apply(Optional.ofNullable(keys.get(id)).orElseThrow());
      keys.put(next.id(), next);
      ids.add(next.id());
    }
    Map<Role, RoleKeys> roles = new HashMap<>(root.roles());
    roles.put(Role.ROOT, new RoleKeys(ids, root.role(Role.ROOT).threshold()));
    return new RootMetadata(
        root.version().next(), now.plus(Draft.ROOT_LIFE), keys, roles, root.consistentSnapshot());
  }

  private static boolean isNamed(KeyId id, Collection<RoleKeys> roles) {
    return roles.stream().anyMatch(role -> role.keyIds().contains(id));
  }
}
