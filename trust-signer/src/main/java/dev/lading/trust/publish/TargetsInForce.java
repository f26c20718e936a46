package dev.lading.trust.publish;

import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.DelegationInvalid;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.verify.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The targets files that will be in force after an update: its own, and the stored ones around it.
 */
final class TargetsInForce {
  private final RootMetadata root;
  private final StateInForce state;
  private final Upload upload;
  private final Map<TargetsRole, SignedMetadata> files = new LinkedHashMap<>();
  private final Map<TargetsRole, TargetsMetadata> metadata = new HashMap<>();

  private TargetsInForce(RootMetadata root, StateInForce state, Upload upload) {
    this.root = root;
    this.state = state;
    this.upload = upload;
  }

  /**
   * DEVIATION: notary does not look at the stored targets when the update has no targets file, and
   * so lets a new root put the whole repository out of reach of its readers.
   *
   * @throws RefusedUpdate when a file of the update is not to be believed, or one that it depends
   *     on
   */
  static TargetsInForce of(
      RootMetadata root, StateInForce state, Upload upload, UpdateRules rules, Instant now) {
    TargetsInForce targets = new TargetsInForce(root, state, upload);
    for (TargetsRole role : upload.targetsRoles()) {
      targets.ancestors(role).forEach(targets::loadStored);
      targets.loadUploaded(role, rules, now);
    }
    targets.loadStored(Role.TARGETS);
    if (!targets.files.containsKey(Role.TARGETS)) {
      throw RefusedUpdate.rule("targets must be loaded first");
    }
    return targets;
  }

  /** The files of the update, and those of their ancestors. */
  Map<TargetsRole, SignedMetadata> loaded() {
    return Map.copyOf(files);
  }

  /**
   * What a snapshot has to name: all files that readers will believe, their expiry aside; and those
   * that were named so far and are not signed by the keys that their role has now. Nobody believes
   * these, but whoever has one of the keys can fetch them and sign them anew, as {@code notary
   * witness} does.
   *
   * <p>DEVIATION: notary's snapshots go on naming the files of roles that are delegated to no more.
   */
  Map<TargetsRole, SignedMetadata> named() {
    Map<TargetsRole, SignedMetadata> named = new HashMap<>();
    SignedMetadata top = files.get(Role.TARGETS);
    TargetsMetadata said = metadata.get(Role.TARGETS);
    if (top != null && said != null) {
      named.put(Role.TARGETS, top);
      Set<Role> soFar =
          state
              .find(Role.SNAPSHOT)
              .map(file -> SnapshotMetadata.of(file).files().keySet())
              .orElse(Set.of());
      addChildren(said, soFar, named);
    }
    return named;
  }

  /** Whether the stored file of a role is one of the delegation as it is now, so that it counts. */
  boolean isInherited(Delegation name) {
    TargetsMetadata parent = metadata.get(name.parent());
    Optional<SignedMetadata> stored = state.find(name);
    return parent != null && stored.isPresent() && read(parent, name, stored.get()).isPresent();
  }

  private List<TargetsRole> ancestors(TargetsRole role) {
    List<TargetsRole> ancestors = new ArrayList<>();
    TargetsRole at = role;
    while (at instanceof Delegation delegation) {
      at = delegation.parent();
      ancestors.addFirst(at);
    }
    return ancestors;
  }

  /** Whatever its age, and if there is one: what depends on it will miss it. */
  private void loadStored(TargetsRole role) {
    if (files.containsKey(role)) {
      return;
    }
    state
        .find(role)
        .ifPresent(
            file -> {
              try {
                put(role, file, verified(role, file, Optional.empty()));
              } catch (TrustException e) {
                throw RefusedUpdate.bad(role, e.text());
              }
            });
  }

  private void loadUploaded(TargetsRole role, UpdateRules rules, Instant now) {
    SignedMetadata file = upload.find(role).orElseThrow();
    try {
      TargetsMetadata said = verified(role, file, Optional.of(now));
      rules.check(role, said);
      put(role, file, said);
    } catch (TrustException e) {
      throw RefusedUpdate.bad(role, e.text());
    }
  }

  private TargetsMetadata verified(TargetsRole role, SignedMetadata file, Optional<Instant> now) {
    return switch (role) {
      case Role.Targets targets ->
          now.isPresent()
              ? Verified.targets(root, file, now.get())
              : Verified.targetsOfAnyAge(root, file);
      case Delegation name ->
          now.isPresent()
              ? Verified.delegation(parent(name), name, file, now.get())
              : Verified.delegationOfAnyAge(parent(name), name, file);
    };
  }

  private TargetsMetadata parent(Delegation name) {
    if (!files.containsKey(Role.TARGETS)) {
      throw RefusedUpdate.bad(name, "targets must be loaded first");
    }
    return Optional.ofNullable(metadata.get(name.parent()))
        .orElseThrow(() -> new DelegationInvalid(name, "delegation does not exist"));
  }

  private void put(TargetsRole role, SignedMetadata file, TargetsMetadata said) {
    files.put(role, file);
    metadata.put(role, said);
  }

  private void addChildren(
      TargetsMetadata said, Set<Role> soFar, Map<TargetsRole, SignedMetadata> named) {
    for (DelegatedRole delegated : said.delegations().roles()) {
      Delegation name = delegated.name();
      Optional<SignedMetadata> file = upload.find(name).or(() -> state.find(name));
      if (file.isEmpty()) {
        continue;
      }
      Optional<TargetsMetadata> child = read(said, name, file.get());
      if (child.isPresent() || soFar.contains(name)) {
        named.put(name, file.get());
      }
      child.ifPresent(believed -> addChildren(believed, soFar, named));
    }
  }

  private static Optional<TargetsMetadata> read(
      TargetsMetadata parent, Delegation name, SignedMetadata file) {
    try {
      return Optional.of(Verified.delegationOfAnyAge(parent, name, file));
    } catch (TrustException e) {
      return Optional.empty();
    }
  }
}
