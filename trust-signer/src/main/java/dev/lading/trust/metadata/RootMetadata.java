package dev.lading.trust.metadata;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.MetadataInvalid;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of the four top-level roles: the anchor of everything else.
 *
 * @param keys those of the roles, and maybe more; each by the ID that the file gives it, which is
 *     only compared with the key where a signature relies on it
 * @param roles exactly the four top-level ones
 * @param consistentSnapshot always false, and of no consequence
 */
public record RootMetadata(
    MetadataVersion version,
    Instant expires,
    Map<KeyId, PublicKey> keys,
    Map<Role, RoleKeys> roles,
    boolean consistentSnapshot)
    implements Metadata {
  private static final String TYPE = "Root";
  private static final List<Role> TOP_LEVEL =
      List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP);

  public RootMetadata {
    keys = Map.copyOf(keys);
    roles = Map.copyOf(roles);
  }

  /**
   * @throws MetadataInvalid when the file says something else
   */
  public static RootMetadata of(SignedMetadata file) {
    Fields fields =
        Fields.of(
            file.signed(),
            message -> new MetadataInvalid(Role.ROOT, message),
            "_type",
            "expires",
            "version",
            "keys",
            "roles",
            "consistent_snapshot");
    Common common = Common.read(file.signed(), fields::refused).require(TYPE, Role.ROOT);
    Map<KeyId, PublicKey> keys = RoleKeys.keys(fields);
    return new RootMetadata(
        common.counted(),
        common.expires(),
        keys,
        roles(fields, keys),
        fields.flag("consistent_snapshot"));
  }

  public RoleKeys role(Role role) {
    RoleKeys found = roles.get(role);
    if (found == null) {
      throw new IllegalArgumentException("not a role of root: " + role);
    }
    return found;
  }

  @Override
  public Json.Obj json() {
    Map<String, Json> named = new HashMap<>();
    roles.forEach((role, keys) -> named.put(role.text(), new Json.Obj(keys.members())));
    return Metadata.json(
        TYPE,
        this,
        Map.of(
            "keys", RoleKeys.json(keys),
            "roles", new Json.Obj(named),
            "consistent_snapshot", new Json.Bool(consistentSnapshot)));
  }

  private static Map<Role, RoleKeys> roles(Fields root, Map<KeyId, PublicKey> keys) {
    Map<String, Json> named = root.map("roles", (name, value) -> value);
    Fields all = Fields.of(new Json.Obj(named), root::refused, texts());
    Map<Role, RoleKeys> roles = new LinkedHashMap<>();
    for (Role role : TOP_LEVEL) {
      Json value =
          all.find(role.text())
              .orElseThrow(() -> root.refused("missing " + role + " role specification"));
      Fields fields = Fields.of(value, root::refused, "keyids", "threshold");
      roles.put(role, RoleKeys.read(fields, role, keys));
    }
    return roles;
  }

  private static String[] texts() {
    return TOP_LEVEL.stream().map(Role::text).toArray(String[]::new);
  }
}
