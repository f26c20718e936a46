package dev.lading.trust.publish;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException.MetadataInvalid;
import dev.lading.trust.metadata.DelegatedRole;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.TargetsMetadata;
import java.time.Duration;
import java.time.Instant;

/**
 * What is asked of files that are properly signed.
 *
 * <p>DEVIATION: but for the version that must rise, notary asks none of this.
 */
record UpdateRules(UpdateLimits limits, Instant now) {
  void check(RootMetadata root) {
    root.roles().forEach((role, keys) -> requireReachable(Role.ROOT, role, keys));
    check(Role.ROOT, root);
  }

  void check(TargetsRole role, TargetsMetadata targets) {
    for (DelegatedRole delegated : targets.delegations().roles()) {
      requireReachable(role, delegated.name(), delegated.keys());
    }
    check((Role) role, targets);
  }

  void check(Role role, Metadata metadata) {
    if (metadata.version().number() == Integer.MAX_VALUE) {
      throw new MetadataInvalid(role, "no version can follow " + metadata.version());
    }
    Duration lifetime = role.equals(Role.ROOT) ? limits.rootLifetime() : limits.lifetime();
    if (metadata.expires().isAfter(now.plus(lifetime))) {
      throw new MetadataInvalid(role, "expires more than " + lifetime.toDays() + " days from now");
    }
  }

  /**
   * @throws RefusedUpdate when the stored version is not lower, or is lower by more than one
   */
  void checkStep(Role role, SignedMetadata stored, SignedMetadata file) {
    if (file.version() <= stored.version()) {
      throw RefusedUpdate.version();
    }
    requireNoLeap(role, stored.version(), file);
  }

  /**
   * @param highest that the delegation had in other hands
   * @throws RefusedUpdate when the version is higher by more than one
   */
  void checkAnew(Delegation role, MetadataVersion highest, SignedMetadata file) {
    requireNoLeap(role, highest.number(), file);
  }

  private void requireNoLeap(Role role, long current, SignedMetadata file) {
    if (!limits.anyVersionStep() && file.version() > current + 1) {
      throw RefusedUpdate.bad(
          role,
          "version %d of %s does not follow the current version %d"
              .formatted(file.version(), role, current));
    }
  }

  private static void requireReachable(Role document, Role named, RoleKeys keys) {
    if (keys.threshold() > keys.keyIds().size()) {
      throw new MetadataInvalid(
          document,
          "threshold %d of %s is more than its %d keys"
              .formatted(keys.threshold(), named, keys.keyIds().size()));
    }
  }
}
