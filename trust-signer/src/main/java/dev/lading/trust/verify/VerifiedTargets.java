package dev.lading.trust.verify;

import dev.lading.content.Digest;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.DelegationInvalid;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.TrustException.HashMissing;
import dev.lading.trust.TrustException.KeyIdFalse;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.TrustException.SignaturesMissing;
import dev.lading.trust.TrustException.ThresholdNotMet;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.FileMeta;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.metadata.TargetsMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that a repository's targets roles signed and that can be believed. Immutable.
 *
 * @param roles in the order in which a reader asks them: a role before those it delegates to
 * @param skipped delegations that are not believed, and why; the rest is unharmed by them
 */
public record VerifiedTargets(
    Map<TargetsRole, Share> roles, Map<Delegation, TrustException> skipped) {
  /**
   * What one role signed.
   *
   * @param paths prefixes of the names for which it is believed
   */
  public record Share(TargetsMetadata metadata, List<String> paths) {
    public Share {
      paths = List.copyOf(paths);
    }

    boolean admits(String name) {
      return paths.stream().anyMatch(name::startsWith);
    }
  }

  /** Where a file is, by its role and by how the snapshot names it. */
  public interface Files {
    /**
     * @return absent when there is none; what comes back is checked against {@code meta}
     */
    Optional<byte[]> find(TargetsRole role, FileMeta meta);
  }

  public VerifiedTargets {
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
  }

  /**
   * Walks down from {@code targets}. A delegation that is expired, not sufficiently signed or not
   * in the snapshot is skipped, and those below it with it; any other fault is one of the
   * repository.
   *
   * @throws TrustException when the top file is not to be believed, or a file is not the one that
   *     the snapshot names
   */
  public static VerifiedTargets read(
      RootMetadata root, SnapshotMetadata snapshot, Files files, Instant now) {
    return read(root, snapshot, files, _ -> now);
  }

  /**
   * The same for a reader to whom some roles may be expired.
   *
   * @param asOf the moment at which a role's file must not have been expired
   */
  public static VerifiedTargets read(
      RootMetadata root,
      SnapshotMetadata snapshot,
      Files files,
      Function<TrustedRole, Instant> asOf) {
    SignedMetadata file = file(snapshot, Role.TARGETS, files);
    Instant time = asOf.apply(TrustedRole.of(root, Role.TARGETS));
    Share top = new Share(Verified.targets(root, file, time), List.of(""));
    Walk walk = new Walk(snapshot, files, asOf, new LinkedHashMap<>(), new LinkedHashMap<>());
    walk.shares.put(Role.TARGETS, top);
    walk.down(top);
    return new VerifiedTargets(walk.shares, walk.skipped);
  }

  /**
   * What the name was signed for by the first of these roles that says anything of it.
   *
   * @param allowed in the order in which they are asked; for images {@code targets/releases}, then
   *     {@code targets}
   */
  public Optional<SignedTarget> find(String name, List<? extends TargetsRole> allowed) {
    return allowed.stream().flatMap(role -> signedBy(role, name).stream()).findFirst();
  }

  /** What this one role signed the name for. */
  public Optional<SignedTarget> signedBy(TargetsRole role, String name) {
    Share share = roles.get(role);
    if (share == null || !share.admits(name)) {
      return Optional.empty();
    }
    return Optional.ofNullable(share.metadata.targets().get(name))
        .map(target -> new SignedTarget(name, role, target));
  }

  /** Whether this role signed the name for this manifest. */
  public boolean signed(TargetsRole role, String name, Digest manifest) {
    return signedBy(role, name)
        .filter(found -> found.target().hashes().digests().contains(manifest))
        .isPresent();
  }

  /** All names that these roles signed, each as {@link #find} answers. */
  public Collection<SignedTarget> all(List<? extends TargetsRole> allowed) {
    Map<String, SignedTarget> found = new LinkedHashMap<>();
    for (TargetsRole role : allowed) {
      Share share = roles.get(role);
      if (share != null) {
        for (Map.Entry<String, Target> each : share.metadata.targets().entrySet()) {
          if (share.admits(each.getKey())) {
            found.putIfAbsent(
                each.getKey(), new SignedTarget(each.getKey(), role, each.getValue()));
          }
        }
      }
    }
    return Collections.unmodifiableCollection(found.values());
  }

  /** The first moment at which one of these files is no longer to be believed. */
  public Instant expires() {
    return roles.values().stream()
        .map(share -> share.metadata.expires())
        .min(Instant::compareTo)
        .orElse(Instant.MIN);
  }

  private static SignedMetadata file(SnapshotMetadata snapshot, TargetsRole role, Files files) {
    FileMeta meta = snapshot.file(role).orElseThrow(() -> new HashMissing(role));
    byte[] bytes = files.find(role, meta).orElseThrow(() -> new HashMissing(role));
    meta.check(bytes, role);
    return SignedMetadata.read(bytes);
  }

  /** The walk's state: what was found so far. Confined to one call. */
  private record Walk(
      SnapshotMetadata snapshot,
      Files files,
      Function<TrustedRole, Instant> asOf,
      Map<TargetsRole, Share> shares,
      Map<Delegation, TrustException> skipped) {
    void down(Share parent) {
      List<Delegation> children = new ArrayList<>();
      for (DelegatedRole delegated : parent.metadata.delegations().roles()) {
        if (visit(delegated, parent)) {
          children.add(delegated.name());
        }
      }
      for (Delegation child : children) {
        Share share = shares.get(child);
        if (share != null) {
          down(share);
        }
      }
    }

    private boolean visit(DelegatedRole delegated, Share parent) {
      Delegation name = delegated.name();
      if (snapshot.file(name).isEmpty()) {
        skipped.put(name, new HashMissing(name));
        return false;
      }
      try {
        SignedMetadata file = file(snapshot, name, files);
        Instant time = asOf.apply(TrustedRole.of(parent.metadata, name));
        TargetsMetadata targets = Verified.delegation(parent.metadata, name, file, time);
        shares.put(name, new Share(targets, restricted(delegated.paths(), parent)));
        return true;
      } catch (Expired
          | ThresholdNotMet
          | SignaturesMissing
          | KeyIdFalse
          | KeyInvalid
          | DelegationInvalid e) {
        skipped.put(name, e);
        return false;
      }
    }

    /** A child is believed for no name for which its parent is not. */
    private static List<String> restricted(List<String> paths, Share parent) {
      return paths.stream().filter(parent::admits).toList();
    }
  }
}
