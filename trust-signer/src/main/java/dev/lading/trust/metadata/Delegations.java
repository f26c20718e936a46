package dev.lading.trust.metadata;

import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException.RoleInvalid;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The roles to which a targets file gives a share of its trust.
 *
 * @param roles in the order in which they are asked; each directly below the role that delegates,
 *     none twice
 */
public record Delegations(Map<KeyId, PublicKey> keys, List<DelegatedRole> roles) {
  public static final Delegations NONE = new Delegations(Map.of(), List.of());

  public Delegations {
    keys = Map.copyOf(keys);
    roles = List.copyOf(roles);
  }

  public Optional<DelegatedRole> find(Delegation name) {
    return roles.stream().filter(role -> role.name().equals(name)).findFirst();
  }

  /** A role delegates to those directly below it, and to no other. */
  static Delegations read(Json value, TargetsRole parent, Fields within) {
    Fields fields = Fields.of(value, within::refused, "keys", "roles");
    Map<KeyId, PublicKey> keys = RoleKeys.keys(fields);
    List<DelegatedRole> roles = fields.list("roles", role -> role(role, parent, within, keys));
    if (roles.stream().map(DelegatedRole::name).distinct().count() < roles.size()) {
      throw within.refused("a delegation role is named twice");
    }
    return new Delegations(keys, roles);
  }

  Json.Obj json() {
    List<Json> named = roles.stream().map(role -> (Json) role.json()).toList();
    return new Json.Obj(Map.of("keys", RoleKeys.json(keys), "roles", new Json.Arr(named)));
  }

  private static DelegatedRole role(
      Json value, TargetsRole parent, Fields within, Map<KeyId, PublicKey> keys) {
    Fields fields = Fields.of(value, within::refused, "keyids", "name", "paths", "threshold");
    Delegation name = name(fields.text("name"), parent, within);
    return new DelegatedRole(name, RoleKeys.read(fields, name, keys), fields.texts("paths"));
  }

  private static Delegation name(String text, TargetsRole parent, Fields within) {
    return find(text)
        .filter(name -> name.parent().equals(parent))
        .orElseThrow(() -> within.refused("delegation role " + text + " invalid"));
  }

  private static Optional<Delegation> find(String text) {
    try {
      return Optional.of(new Delegation(text));
    } catch (RoleInvalid e) {
      return Optional.empty();
    }
  }
}
