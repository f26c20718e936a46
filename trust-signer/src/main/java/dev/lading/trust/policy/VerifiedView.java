package dev.lading.trust.policy;

import dev.lading.content.Digest;
import dev.lading.trust.Gun;
import dev.lading.trust.Role.TargetsRole;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one generation of a GUN proves under its rule: every signature checked, no file expired.
 * Immutable, and small: the files themselves are not kept.
 */
final class VerifiedView {
  /** About what a name takes: an entry in each map, the record, and the digest. */
  private static final int NAME_BYTES = 500;

  private static final int VIEW_BYTES = 1_000;

  private final Basis basis;
  private final Map<String, SignedName> names;
  private final Map<String, TargetsRole> elsewhere;
  private final Set<Digest> digests;

  /**
   * Which evidence this is: another view has another one, though the generation be the same.
   *
   * @param generation its number; 0 when there never was one
   * @param until the last moment at which all of the files are to be believed
   */
  record Basis(Gun gun, long generation, Instant until) {}

  /**
   * What a name was signed for, by the first allowed role that says anything of it.
   *
   * @param digests of one manifest, by different algorithms; at least one
   * @param missing of those that must have signed the same, who has not
   */
  record SignedName(TargetsRole role, List<Digest> digests, List<TargetsRole> missing) {
    SignedName {
      digests = List.copyOf(digests);
      missing = List.copyOf(missing);
    }

    boolean isComplete() {
      return missing.isEmpty();
    }
  }

  /**
   * @param elsewhere names that none of the allowed roles signed, and one that did
   */
  VerifiedView(Basis basis, Map<String, SignedName> names, Map<String, TargetsRole> elsewhere) {
    this.basis = basis;
    this.names = new HashMap<>(names);
    this.elsewhere = Map.copyOf(elsewhere);
    this.digests = new HashSet<>();
    names.values().stream()
        .filter(SignedName::isComplete)
        .forEach(name -> digests.addAll(name.digests()));
  }

  /** What proves nothing, until another generation comes. */
  static VerifiedView none(Gun gun, long generation) {
    return new VerifiedView(new Basis(gun, generation, Instant.MAX), Map.of(), Map.of());
  }

  Basis basis() {
    return basis;
  }

  boolean holds(Instant now) {
    return !now.isAfter(basis.until);
  }

  Optional<SignedName> find(String name) {
    return Optional.ofNullable(names.get(name));
  }

  /** A role that signed the name, where no allowed one did. */
  Optional<TargetsRole> elsewhere(String name) {
    return Optional.ofNullable(elsewhere.get(name));
  }

  /** Whether any name was signed for it, by everybody who must have. */
  boolean isSigned(Digest manifest) {
    return digests.contains(manifest);
  }

  /** All manifests that were signed, whether the repository holds them or not. */
  Set<Digest> digests() {
    return Collections.unmodifiableSet(digests);
  }

  long bytes() {
    return VIEW_BYTES + (long) NAME_BYTES * (names.size() + elsewhere.size());
  }
}
