package dev.lading.runtime.trust;

import dev.lading.runtime.trust.Damage.Place;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import java.util.List;

/**
 * One kind of damage to one role, done to the files that trust the role or name its file.
 *
 * @param role that is damaged
 */
record TrustDamage(Role role, Damage damage) {
  private static final KeyId FALSE_ID = new KeyId("f".repeat(64));

  boolean is(Role other, Damage kind) {
    return role.equals(other) && damage == kind;
  }

  /** Whether the root is another one by this. */
  boolean concernsRoot() {
    return role.equals(Role.ROOT)
        ? damage != Damage.NONE && !damage.isIn(Place.NAME)
        : damage.isIn(Place.TRUST) && !(role instanceof Delegation);
  }

  /**
   * A role's file as it is to be served.
   *
   * @param key of the damaged role
   */
  byte[] written(Role file, Envelope envelope, PublicKey key) {
    if (damage.isIn(Place.TRUST) && file.equals(above())) {
      trust(envelope, key);
    }
    if (damage.isIn(Place.NAME) && file.equals(namer())) {
      envelope.change("meta", this::named);
    }
    if (!file.equals(role)) {
      return envelope.bytes();
    }
    switch (damage) {
      case THRESHOLD_STUFFED -> envelope.signTwice();
      case FALSE_KEY_ID -> envelope.claim(FALSE_ID);
      default -> {}
    }
    return damage.file(envelope);
  }

  private Role above() {
    return role instanceof Delegation delegation ? delegation.parent() : Role.ROOT;
  }

  private Role namer() {
    return role.equals(Role.SNAPSHOT) ? Role.TIMESTAMP : Role.SNAPSHOT;
  }

  private Json.Obj named(Json.Obj meta) {
    return damage == Damage.NOT_NAMED
        ? Envelope.without(meta, role.text())
        : Envelope.with(meta, role.text(), damage.name((Json.Obj) Envelope.get(meta, role.text())));
  }

  private void trust(Envelope envelope, PublicKey key) {
    if (above().equals(Role.ROOT)) {
      envelope.change("keys", keys -> keys(keys, key));
      envelope.change("roles", this::roles);
    } else {
      envelope.change("delegations", all -> delegations(all, key));
    }
  }

  private Json.Obj roles(Json.Obj roles) {
    return damage == Damage.ROLE_NOT_THERE
        ? Envelope.without(roles, role.text())
        : Envelope.with(roles, role.text(), signers((Json.Obj) Envelope.get(roles, role.text())));
  }

  private Json.Obj delegations(Json.Obj all, PublicKey key) {
    Json.Obj keys = keys((Json.Obj) Envelope.get(all, "keys"), key);
    List<Json> roles =
        damage == Damage.ROLE_NOT_THERE
            ? List.of()
            : ((Json.Arr) Envelope.get(all, "roles"))
                .elements().stream().map(each -> (Json) signers((Json.Obj) each)).toList();
    return Envelope.with(Envelope.with(all, "keys", keys), "roles", new Json.Arr(roles));
  }

  private Json.Obj signers(Json.Obj role) {
    return damage == Damage.FALSE_KEY_ID
        ? Envelope.with(role, "keyids", new Json.Arr(List.of(new Json.Str(FALSE_ID.hex()))))
        : damage.trust(role);
  }

  private Json.Obj keys(Json.Obj keys, PublicKey key) {
    return damage == Damage.FALSE_KEY_ID ? Envelope.with(keys, FALSE_ID.hex(), key.json()) : keys;
  }
}
