package dev.lading.trust.policy;

import dev.lading.content.RepositoryPattern;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.verify.RootPins;
import java.util.List;
import java.util.Set;

/** Rules as tests need them. */
final class Rules {
  private Rules() {}

  static TrustRule enforce(String repository) {
    return of(repository, Mode.ENFORCE);
  }

  static TrustRule of(String repository, Mode mode) {
    return new TrustRule(
        RepositoryPattern.parse(repository), mode, RootPins.NONE, TrustRule.USUAL_ROLES, List.of());
  }

  static TrustRule pinned(String repository, KeyId... roots) {
    return new TrustRule(
        RepositoryPattern.parse(repository),
        Mode.ENFORCE,
        new RootPins(Set.of(roots)),
        TrustRule.USUAL_ROLES,
        List.of());
  }

  static TrustRule signedBy(String repository, TargetsRole... signers) {
    return new TrustRule(
        RepositoryPattern.parse(repository),
        Mode.ENFORCE,
        RootPins.NONE,
        TrustRule.USUAL_ROLES,
        List.of(signers));
  }
}
