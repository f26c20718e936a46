package dev.lading.runtime.signing;

import dev.lading.runtime.registry.client.TrustPart;
import dev.lading.runtime.trust.RootInHand;
import dev.lading.runtime.trust.TrustFailure.KeyMissing;
import dev.lading.runtime.trust.TrustFailure.NotPossible;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.FileMeta;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The next state of a repository while it is written, made from the one in force. Mutable, for one
 * thread and one publication. Versions, lifetimes and signatures come with {@link #parts}.
 */
final class Draft {
  /** notary's. */
  static final Duration ROOT_LIFE = Duration.ofDays(3650);

  private static final Duration LIFE = Duration.ofDays(1095);

  private final Gun gun;
  private final Before before;
  private final Map<TargetsRole, TargetsMetadata> changed =
      new TreeMap<>(Comparator.comparingInt(TargetsRole::depth).thenComparing(TargetsRole::text));
  private final Map<TargetsRole, MetadataVersion> formerVersions = new HashMap<>();
  private RootMetadata root;
  private boolean rootChanged;

  private Draft(Gun gun, Before before, RootMetadata root) {
    this.gun = gun;
    this.before = before;
    this.root = root;
    this.rootChanged = before.root().isEmpty();
  }

  static Draft of(VerifiedTrust base) {
    return new Draft(base.gun(), Before.of(base), base.root());
  }

  /** Of the root alone: nothing below it is known. */
  static Draft of(Gun gun, RootInHand hand) {
    return new Draft(gun, Before.of(hand), hand.root());
  }

  /** A repository that begins, with no tag. */
  static Draft beginning(Gun gun, RootMetadata root) {
    Draft draft = new Draft(gun, Before.NOTHING, root);
    draft.put(Role.TARGETS, Map.of(), Delegations.NONE);
    return draft;
  }

  /**
   * Lets roles that nothing names now go on where they were before they were taken away.
   *
   * @param former the highest version that a role had
   */
  void follow(Function<Delegation, Optional<MetadataVersion>> former) {
    for (TargetsRole role : changed.keySet()) {
      if (role instanceof Delegation name && !begins() && !before.hasFile(name)) {
        former.apply(name).ifPresent(version -> formerVersions.put(name, version));
      }
    }
  }

  /** Whether there was nothing before. */
  boolean begins() {
    return before.root().isEmpty();
  }

  boolean changes(Role role) {
    return role.equals(Role.ROOT) ? rootChanged : changed.containsKey(role);
  }

  /** What was there of the targets roles. */
  Map<TargetsRole, TargetsMetadata> formerTargets() {
    return before.targets();
  }

  RootMetadata root() {
    return root;
  }

  /**
   * That another root could be signed.
   *
   * @throws KeyMissing when it could not
   */
  void requireRootKeys(SigningKeys signing) {
    addRootKeys(signing, root, new HashMap<>());
  }

  void put(RootMetadata next) {
    root = next;
    rootChanged = true;
  }

  /** What a role says as of now; nothing, where nothing is there or is to be believed. */
  TargetsMetadata targets(TargetsRole role) {
    return Optional.ofNullable(changed.get(role))
        .or(() -> Optional.ofNullable(before.targets().get(role)))
        .orElseGet(
            () ->
                new TargetsMetadata(
                    MetadataVersion.FIRST, Instant.MAX, Map.of(), Delegations.NONE));
  }

  /** With another set of names. */
  void put(TargetsRole role, Map<String, Target> targets) {
    put(role, targets, targets(role).delegations());
  }

  /** With other delegations. */
  void put(TargetsRole role, Delegations delegations) {
    put(role, targets(role).targets(), delegations);
  }

  /** The same, signed once more: by the keys that it has now. */
  void resign(TargetsRole role) {
    put(role, targets(role).targets());
  }

  /** Direct delegations of {@code targets}, in their order. */
  List<DelegatedRole> delegated() {
    return targets(Role.TARGETS).delegations().roles();
  }

  /** Whether targets leads to it. */
  boolean isDelegated(TargetsRole role) {
    return switch (role) {
      case Role.Targets _ -> true;
      case Delegation delegation ->
          targets(delegation.parent()).delegations().find(delegation).isPresent()
              && isDelegated(delegation.parent());
    };
  }

  /** The keys that sign the root, as of now. */
  Collection<PublicKey> rootKeys() {
    return keys(root.role(Role.ROOT), root.keys());
  }

  /** The keys that sign for a role, as of now. */
  Collection<PublicKey> keys(TargetsRole role) {
    return switch (role) {
      case Role.Targets _ -> keys(root.role(role), root.keys());
      case Delegation delegation -> {
        Delegations all = targets(delegation.parent()).delegations();
        yield all.find(delegation).map(found -> keys(found.keys(), all.keys())).orElse(List.of());
      }
    };
  }

  /** How many of them it takes. */
  int threshold(TargetsRole role) {
    return switch (role) {
      case Role.Targets _ -> root.role(role).threshold();
      case Delegation delegation ->
          targets(delegation.parent())
              .delegations()
              .find(delegation)
              .map(found -> found.keys().threshold())
              .orElse(1);
    };
  }

  /**
   * What is to be published, parents before children.
   *
   * @throws KeyMissing when a key that has to sign is not held here
   */
  List<TrustPart> parts(SigningKeys signing, Instant now) {
    Map<Role, SignedMetadata> files = new LinkedHashMap<>();
    if (rootChanged) {
      files.put(Role.ROOT, signedRoot(signing));
    }
    changed.forEach(
        (role, content) ->
            files.put(
                role,
                signed(
                    signing,
                    role,
                    new TargetsMetadata(
                        next(role), now.plus(LIFE), content.targets(), content.delegations()),
                    keys(role),
                    threshold(role))));
    snapshot(signing, files, now).ifPresent(file -> files.put(Role.SNAPSHOT, file));
    List<TrustPart> parts = new ArrayList<>();
    files.forEach((role, file) -> parts.add(new TrustPart(role.text(), file.bytes())));
    return parts;
  }

  private void put(TargetsRole role, Map<String, Target> targets, Delegations delegations) {
    changed.put(
        role, new TargetsMetadata(MetadataVersion.FIRST, Instant.MAX, targets, delegations));
  }

  private MetadataVersion next(TargetsRole role) {
    return Optional.ofNullable(formerVersions.get(role))
        .map(MetadataVersion::next)
        .orElseGet(() -> before.next(role));
  }

  /** By the keys of the root in force, too: nothing else leads from it to this one. */
  private SignedMetadata signedRoot(SigningKeys signing) {
    Map<KeyId, PublicKey> signers = new LinkedHashMap<>();
    before.root().ifPresent(former -> addRootKeys(signing, former, signers));
    addRootKeys(signing, root, signers);
    return SignedMetadata.write(root, signing.sign(root, signers.values()));
  }

  private void addRootKeys(SigningKeys signing, RootMetadata from, Map<KeyId, PublicKey> signers) {
    RoleKeys role = from.role(Role.ROOT);
    Collection<PublicKey> keys = keys(role, from.keys());
    requireHeld(signing, Role.ROOT, keys, role.threshold());
    keys.forEach(key -> signers.put(key.id(), key));
  }

  /** Where the snapshot's key is ours and not the registry's, as notary begins repositories. */
  private Optional<SignedMetadata> snapshot(
      SigningKeys signing, Map<Role, SignedMetadata> files, Instant now) {
    RoleKeys role = root.role(Role.SNAPSHOT);
    Collection<PublicKey> keys = keys(role, root.keys());
    if (keys.stream().noneMatch(signing::holds)) {
      return Optional.empty();
    }
    if (before.snapshot().isEmpty() && !begins()) {
      throw new NotPossible(
          gun, "the snapshot has to be signed with the root, and it was never seen here");
    }
    Map<Role, FileMeta> named = new HashMap<>();
    before.snapshot().ifPresent(former -> named.putAll(former.files()));
    files.forEach((each, file) -> named.put(each, file.meta()));
    MetadataVersion version =
        before.snapshot().map(former -> former.version().next()).orElse(MetadataVersion.FIRST);
    SnapshotMetadata snapshot = new SnapshotMetadata(version, now.plus(LIFE), named);
    return Optional.of(signed(signing, Role.SNAPSHOT, snapshot, keys, role.threshold()));
  }

  private SignedMetadata signed(
      SigningKeys signing,
      Role role,
      Metadata metadata,
      Collection<PublicKey> keys,
      int threshold) {
    requireHeld(signing, role, keys, threshold);
    return SignedMetadata.write(metadata, signing.sign(metadata, keys));
  }

  private void requireHeld(
      SigningKeys signing, Role role, Collection<PublicKey> keys, int threshold) {
    if (keys.stream().filter(signing::holds).count() < threshold) {
      Set<KeyId> wanted = new HashSet<>();
      keys.forEach(key -> wanted.add(key.canonicalId()));
      throw new KeyMissing(gun, role, wanted);
    }
  }

  private static List<PublicKey> keys(RoleKeys role, Map<KeyId, PublicKey> all) {
    return role.keyIds().stream().flatMap(id -> Stream.ofNullable(all.get(id))).toList();
  }
}
