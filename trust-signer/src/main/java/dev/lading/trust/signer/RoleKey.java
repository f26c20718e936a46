package dev.lading.trust.signer;

import dev.lading.storage.Key;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.store.TrustLayout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The place of one key: the {@code number}th of this repository and role.
 *
 * @param number counts from 1
 */
record RoleKey(Gun gun, ServerRole role, long number) {
  private static final String USED = ".used";
  private static final Pattern NAME = Pattern.compile("\\d{10}");

  /** The place of an object below the keys of all repositories; empty for any but a sealed key. */
  static Optional<RoleKey> find(Key sealed) {
    String path = sealed.path();
    return List.<ServerRole>of(Role.SNAPSHOT, Role.TIMESTAMP).stream()
        .filter(role -> path.endsWith("/_/" + role + "/" + sealed.name()))
        .filter(_ -> NAME.matcher(sealed.name()).matches())
        .flatMap(
            role ->
                TrustLayout.gun(TrustLayout.keys(), sealed).stream()
                    .map(gun -> new RoleKey(gun, role, Long.parseLong(sealed.name()))))
        .findFirst();
  }

  Key sealed() {
    return TrustLayout.keys(gun, role).resolve(String.format(Locale.ROOT, "%010d", number));
  }

  /** There once the key has signed. */
  Key used() {
    return new Key(sealed() + USED);
  }

  /** What is sealed for this place opens nowhere else. */
  String context(String keyId) {
    return gun + " " + role + " " + number + " " + keyId;
  }
}
