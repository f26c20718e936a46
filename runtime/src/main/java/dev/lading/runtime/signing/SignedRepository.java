package dev.lading.runtime.signing;

import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.registry.RegistryException.Refused;
import dev.lading.runtime.registry.client.TrustRoutes;
import dev.lading.runtime.trust.RootInHand;
import dev.lading.runtime.trust.TrustFailure.AlreadyInitialized;
import dev.lading.runtime.trust.TrustFailure.NotInitialized;
import dev.lading.runtime.trust.TrustFailure.NotPossible;
import dev.lading.runtime.trust.TrustFailure.Unbelievable;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.certificate.CertificateIssue;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.verify.RootPins;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One repository's trust data in the hands of somebody who signs. Each verb reads and verifies what
 * is there, publishes the next state in one step, and reads it back; if another publication came
 * first, it begins again. Mutable, for one thread.
 *
 * <p>What is expired, or will be within half a year, is signed anew on the way by whoever holds its
 * keys. Below a root that has expired nothing can be read, so that is published before the rest.
 *
 * <p>Each may throw {@code TrustFailure} when what is there is not to be believed or a key is not
 * held here, {@code UnusableKey} when one cannot be opened, and {@code RegistryException}; nothing
 * is published then, but for such a root.
 */
public final class SignedRepository {
  private static final int ATTEMPTS = 5;
  private static final List<String> EVERYTHING = List.of("");

  private final Gun gun;
  private final TrustRoutes routes;
  private final TrustReader reader;
  private final SigningKeys keys;
  private final InstantSource clock;
  private final SecureRandom random;

  /** Until when a root was to be believed that was published anew on its own; else empty. */
  private final Map<Role, Instant> renewedRoot = new HashMap<>();

  public SignedRepository(
      Gun gun,
      TrustRoutes routes,
      TrustReader reader,
      SigningKeys keys,
      InstantSource clock,
      SecureRandom random) {
    this.gun = gun;
    this.routes = routes;
    this.reader = reader;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Begins trust data, with no tag in it. The targets key is made; snapshots and timestamps are the
   * registry's to sign.
   *
   * @param rootKey of the key folder; when empty the first root key of it, or a new one
   * @throws AlreadyInitialized when there is some
   */
  public Signed init(Optional<KeyId> rootKey) {
    if (reader.root(gun, routes, keys).isPresent()) {
      throw new AlreadyInitialized(gun);
    }
    return publish(
        draft -> {
          if (!draft.begins()) {
            throw new AlreadyInitialized(gun);
          }
          return List.of(Role.TARGETS);
        },
        () -> begin(rootKey));
  }

  /**
   * Signs a name for a target, and begins trust data when there is none: with these signers then,
   * whose keys are those of the folder with their names, or new ones.
   *
   * @param signers names of delegations; when none are given those for which a key is held, or the
   *     repository's owner when nothing is delegated
   */
  public Signed sign(String name, Target target, List<String> signers) {
    signers.forEach(
        SigningRoles::delegation); // that they can be names at all, before keys are made
    return publish(
        draft -> {
          if (draft.begins()) {
            signers.forEach(signer -> admit(draft, signer, List.of(ownKey(signer)), EVERYTHING));
          }
          List<TargetsRole> roles = roles(draft).of(name, signers);
          for (TargetsRole role : roles) {
            Map<String, Target> targets = new LinkedHashMap<>(draft.targets(role).targets());
            targets.put(name, target);
            draft.put(role, targets);
          }
          return roles;
        },
        () -> begin(Optional.empty()));
  }

  /**
   * Takes a name back, wherever keys are held.
   *
   * @throws NotPossible when no such role has it
   */
  public Signed revoke(String name) {
    return change(
        draft -> {
          List<TargetsRole> roles = new ArrayList<>();
          for (TargetsRole role : roles(draft).held()) {
            Map<String, Target> targets = new LinkedHashMap<>(draft.targets(role).targets());
            if (targets.remove(name) != null) {
              draft.put(role, targets);
              roles.add(role);
            }
          }
          if (roles.isEmpty()) {
            throw new NotPossible(gun, name + " is signed by no role whose key is held here");
          }
          return roles;
        });
  }

  /**
   * Lets a signer sign, by {@code targets/<name>} and in {@code targets/releases}, as docker does.
   */
  public Signed delegate(String name, Collection<PublicKey> signer, List<String> paths) {
    return change(
        draft -> {
          admit(draft, name, signer, paths.isEmpty() ? EVERYTHING : paths);
          return List.of(Role.TARGETS);
        });
  }

  /**
   * Takes a signer's role and its keys' right to sign releases. What others have to answer for
   * stays signed; what the signer alone had released does not, since nobody who is left has looked
   * at it.
   *
   * @throws NotPossible when there is no such signer
   */
  public Undelegated undelegate(String name) {
    Delegation role = SigningRoles.delegation(name);
    List<String> dropped = new ArrayList<>();
    Signed signed = change(draft -> undelegate(draft, role, dropped));
    return new Undelegated(signed, dropped);
  }

  /**
   * Gives a role another key. That of snapshot and timestamp is the registry's; root is signed by
   * the former key as well.
   *
   * @param rootKey for root: a key of the folder; when empty a new one
   */
  public Signed rotate(Role role, Optional<KeyId> rootKey) {
    return switch (role) {
      case Role.Root _ -> rotate(role, rootKey.map(keys::get).orElseGet(() -> created(role)));
      case Role.Targets _ -> rotate(role, created(role));
      case ServerRole server -> {
        requireOwned();
        PublicKey next = ServerKey.read(routes.newKey(server.text()));
        yield change(draft -> rotated(draft, role, next));
      }
      case Delegation _ -> throw new NotPossible(gun, "signers have their own keys: delegate");
    };
  }

  /**
   * Gives snapshot and timestamp other keys of the registry's, in one step: the way out when it has
   * lost both, for with one of them alone it can sign nothing. Of what is there, only root is read.
   */
  public Signed rotateServerKeys() {
    RootInHand hand = reader.root(gun, routes, keys).orElseThrow(() -> new NotInitialized(gun));
    Draft draft = Draft.of(gun, hand);
    draft.requireRootKeys(keys);
    Map<Role, PublicKey> next = new HashMap<>();
    for (ServerRole role : List.of(Role.SNAPSHOT, Role.TIMESTAMP)) {
      next.put(role, ServerKey.read(routes.newKey(role.text())));
    }
    draft.put(RootChange.rotated(draft.root(), next, clock.instant()));
    routes.publish(draft.parts(keys, clock.instant()));
    return new Signed(reader.get(gun, routes), List.of(), false, Map.of());
  }

  private List<TargetsRole> undelegate(Draft draft, Delegation role, List<String> dropped) {
    Delegations before = draft.targets(Role.TARGETS).delegations();
    DelegatedRole found =
        before.find(role).orElseThrow(() -> new NotPossible(gun, "there is no role " + role));
    Set<KeyId> gone = new HashSet<>(found.keys().keyIds());
    Set<String> alone = SigningRoles.releasedAlone(role, draft.formerTargets());
    Delegations without = Delegating.without(before, role);
    draft.put(Role.TARGETS, Delegating.without(without, SigningRoles.RELEASES, gone));
    dropped.clear();
    if (roles(draft).isHeld(SigningRoles.RELEASES)) {
      // Signed once more: by the key that is gone it would not be believed.
      Map<String, Target> kept =
          new LinkedHashMap<>(draft.targets(SigningRoles.RELEASES).targets());
      kept.keySet().removeAll(alone);
      draft.put(SigningRoles.RELEASES, kept);
    }
    dropped.addAll(alone);
    return List.of(Role.TARGETS);
  }

  private static void admit(
      Draft draft, String name, Collection<PublicKey> signer, List<String> paths) {
    Delegations before = draft.targets(Role.TARGETS).delegations();
    Delegations with = Delegating.with(before, SigningRoles.delegation(name), signer, paths);
    draft.put(Role.TARGETS, Delegating.with(with, SigningRoles.RELEASES, signer, EVERYTHING));
  }

  private PublicKey ownKey(String signer) {
    return keys.firstOrNew(new KeyLabel(signer, Optional.empty()));
  }

  private Signed rotate(Role role, PrivateKey next) {
    PublicKey shown = role.equals(Role.ROOT) ? certificate(next) : next.publicKey();
    return change(draft -> rotated(draft, role, shown));
  }

  private List<TargetsRole> rotated(Draft draft, Role role, PublicKey next) {
    draft.put(RootChange.rotated(draft.root(), Map.of(role, next), clock.instant()));
    if (role instanceof Role.Targets targets) {
      draft.resign(targets);
    }
    return List.of();
  }

  private PrivateKey created(Role role) {
    requireOwned();
    return keys.create(SigningKeys.label(role, gun.toString()), KeyType.ECDSA);
  }

  /** Before a key is made, here or there: without the root's keys it would be for nothing. */
  private void requireOwned() {
    Draft.of(base().orElseThrow(() -> new NotInitialized(gun))).requireRootKeys(keys);
  }

  private SigningRoles roles(Draft draft) {
    return new SigningRoles(gun, draft, keys);
  }

  /** Publishes a change to what is there. */
  private Signed change(Function<Draft, List<TargetsRole>> change) {
    return publish(
        change,
        () -> {
          throw new NotInitialized(gun);
        });
  }

  private Signed publish(Function<Draft, List<TargetsRole>> change, Supplier<RootMetadata> begin) {
    Optional<RootMetadata> own = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      Optional<VerifiedTrust> base = base();
      if (base.isEmpty() && own.isEmpty()) {
        own = Optional.of(begin.get());
      }
      Draft draft =
          base.isPresent() ? Draft.of(base.get()) : Draft.beginning(gun, own.orElseThrow());
      List<TargetsRole> roles = change.apply(draft);
      Map<Role, Instant> renewed = new LinkedHashMap<>(renewedRoot);
      renewed.putAll(renewing().renew(draft));
      draft.follow(role -> reader.former(gun, routes, role));
      try {
        routes.publish(draft.parts(keys, clock.instant()));
        return new Signed(read(base, draft), roles, base.isEmpty(), renewed);
      } catch (Refused e) {
        if (e.error("VERSION").isEmpty() || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** What is there; a root whose time is over is published anew first, if that can be done here. */
  private Optional<VerifiedTrust> base() {
    try {
      return reader.find(gun, routes, keys);
    } catch (Unbelievable e) {
      RootInHand hand = reader.root(gun, routes, keys).orElseThrow(() -> e);
      Instant expires = hand.root().expires();
      if (!expires.isBefore(clock.instant())) {
        throw e;
      }
      routes.publish(renewing().root(hand).parts(keys, clock.instant()));
      renewedRoot.put(Role.ROOT, expires);
      return reader.find(gun, routes, keys);
    }
  }

  private Renewing renewing() {
    return new Renewing(gun, keys, clock.instant(), random);
  }

  /** Whoever made the root need not trust the first that comes back. */
  private VerifiedTrust read(Optional<VerifiedTrust> base, Draft draft) {
    Set<KeyId> own = new HashSet<>(draft.root().role(Role.ROOT).keyIds());
    return base.isPresent() ? reader.get(gun, routes) : reader.get(gun, routes, new RootPins(own));
  }

  /** The registry's keys first: if it gives none, none of ours was made for nothing. */
  private RootMetadata begin(Optional<KeyId> rootKey) {
    PublicKey timestamp = ServerKey.read(routes.key(Role.TIMESTAMP.text()));
    PublicKey snapshot = ServerKey.read(routes.key(Role.SNAPSHOT.text()));
    KeyLabel label = SigningKeys.label(Role.ROOT, gun.toString());
    PrivateKey root =
        rootKey
            .map(keys::get)
            .or(() -> onlyRootKey(label))
            .orElseGet(() -> keys.create(label, KeyType.ECDSA));
    PrivateKey targets =
        keys.create(SigningKeys.label(Role.TARGETS, gun.toString()), KeyType.ECDSA);
    Map<Role, PublicKey> byRole = new LinkedHashMap<>();
    byRole.put(Role.ROOT, certificate(root));
    byRole.put(Role.TARGETS, targets.publicKey());
    byRole.put(Role.SNAPSHOT, snapshot);
    byRole.put(Role.TIMESTAMP, timestamp);
    return RootChange.first(byRole, clock.instant());
  }

  /** Of several, one may have been replaced because somebody else has it. */
  private Optional<PrivateKey> onlyRootKey(KeyLabel label) {
    Set<KeyId> held = keys.labelled(label);
    if (held.size() > 1) {
      throw new NotPossible(
          gun,
          "there are several root keys in the folder ("
              + held.stream().map(KeyId::hex).collect(Collectors.joining(", "))
              + "). Choose one: lading trust init --root-key ID "
              + gun);
    }
    return held.stream().findFirst().map(keys::get);
  }

  private PublicKey certificate(PrivateKey key) {
    return CertificateIssue.selfSigned(key, gun, clock.instant(), random);
  }
}
