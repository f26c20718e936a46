package dev.lading.runtime.signing;

import dev.lading.runtime.trust.TrustFailure.NotPossible;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which roles sign, by docker's rules: {@code targets} itself and those right below it. */
record SigningRoles(Gun gun, Draft draft, SigningKeys keys) {
  /** What docker reads first, and lets every signer sign. */
  static final Delegation RELEASES = new Delegation("targets/releases");

  /**
   * @throws dev.lading.trust.TrustException.RoleInvalid when no role can have this name
   */
  static Delegation delegation(String signer) {
    return new Delegation(Role.TARGETS + "/" + signer);
  }

  /**
   * Those that sign a name.
   *
   * @param signers when none are given, all for which a key is held
   * @throws NotPossible when nobody may, or a signer is not one
   */
  List<TargetsRole> of(String name, List<String> signers) {
    if (!signers.isEmpty()) {
      return named(name, signers);
    }
    if (draft.delegated().isEmpty()) {
      return List.of(Role.TARGETS);
    }
    List<TargetsRole> roles = new ArrayList<>();
    for (DelegatedRole role : draft.delegated()) {
      if (admits(role, name) && isHeld(role.name())) {
        roles.add(role.name());
      }
    }
    if (roles.isEmpty()) {
      throw new NotPossible(gun, "no key that may sign " + name + " is in the key folder");
    }
    return roles;
  }

  /**
   * Released names that a signer has signed, and no other role for the same target.
   *
   * @param roles what each role signs
   */
  static SortedSet<String> releasedAlone(
      Delegation signer, Map<TargetsRole, TargetsMetadata> roles) {
    SortedSet<String> names = new TreeSet<>();
    TargetsMetadata releases = roles.get(RELEASES);
    if (releases != null) {
      releases
          .targets()
          .forEach(
              (name, target) -> {
                if (signing(roles, name, target).equals(Set.of(signer))) {
                  names.add(name);
                }
              });
    }
    return names;
  }

  /** Who has signed a name for a target, releases left out. */
  private static Set<TargetsRole> signing(
      Map<TargetsRole, TargetsMetadata> roles, String name, Target target) {
    return roles.entrySet().stream()
        .filter(role -> !role.getKey().equals(RELEASES))
        .filter(role -> target.equals(role.getValue().targets().get(name)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Those for which a key is held. */
  List<TargetsRole> held() {
    List<TargetsRole> roles = new ArrayList<>();
    roles.add(Role.TARGETS);
    draft.delegated().forEach(role -> roles.add(role.name()));
    return roles.stream().filter(this::isHeld).toList();
  }

  boolean isHeld(TargetsRole role) {
    return draft.keys(role).stream().anyMatch(keys::holds);
  }

  /** The signers, and releases where one of their keys may sign it. */
  private List<TargetsRole> named(String name, List<String> signers) {
    List<TargetsRole> roles = new ArrayList<>();
    Set<KeyId> theirs = new HashSet<>();
    for (String signer : signers) {
      DelegatedRole found = delegated(signer);
      if (!admits(found, name)) {
        throw new NotPossible(gun, signer + " may not sign " + name);
      }
      roles.add(found.name());
      theirs.addAll(found.keys().keyIds());
    }
    draft.delegated().stream()
        .filter(role -> role.name().equals(RELEASES) && !roles.contains(RELEASES))
        .filter(role -> role.keys().keyIds().stream().anyMatch(theirs::contains))
        .filter(role -> admits(role, name))
        .forEach(role -> roles.add(role.name()));
    return roles;
  }

  private static boolean admits(DelegatedRole role, String name) {
    return role.paths().stream().anyMatch(name::startsWith);
  }

  private DelegatedRole delegated(String signer) {
    Delegation role = delegation(signer);
    return draft.delegated().stream()
        .filter(each -> each.name().equals(role))
        .findFirst()
        .orElseThrow(
            () ->
                new NotPossible(
                    gun, "there is no signer " + signer + "; lading trust delegate makes one"));
  }
}
