package dev.lading.trust.verify;

import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.TrustException.MetadataInvalid;
import dev.lading.trust.TrustException.RootFault;
import dev.lading.trust.TrustException.RootUntrusted;
import dev.lading.trust.TrustException.VersionTooLow;
import dev.lading.trust.certificate.RootCertificate;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The chain of roots: from one that is trusted to the next, and how the first comes to be trusted.
 *
 * @see <a href="https://theupdateframework.github.io/specification/latest/#update-root">TUF, update
 *     the root role</a>
 */
public final class Roots {
  private Roots() {}

  /**
   * A root that nothing leads to but pins, or the decision to trust whatever comes first.
   *
   * @throws MetadataInvalid when the file says something else
   * @throws RootUntrusted when it is not for this repository, not pinned, or not signed by itself
   * @throws Expired when it is
   */
  public static RootMetadata first(SignedMetadata file, Gun gun, RootPins pins, Instant now) {
    return accept(Optional.empty(), file, gun, pins, Optional.of(now));
  }

  /**
   * The newest root, signed by the trusted one's keys as well as by its own.
   *
   * @throws MetadataInvalid when the file says something else
   * @throws RootUntrusted when it is not for this repository, or not signed by both
   * @throws VersionTooLow when it is older than the trusted one
   * @throws Expired when it is
   */
  public static RootMetadata next(RootMetadata trusted, SignedMetadata file, Gun gun, Instant now) {
    return accept(Optional.of(trusted), file, gun, RootPins.NONE, Optional.of(now));
  }

  /**
   * One step on the way to the newest root: exactly the next version, and its time may be over.
   *
   * @throws MetadataInvalid when the file says something else, or is of another version
   * @throws RootUntrusted when it is not for this repository, or not signed by both
   */
  public static RootMetadata intermediate(RootMetadata trusted, SignedMetadata file, Gun gun) {
    RootMetadata root = accept(Optional.of(trusted), file, gun, RootPins.NONE, Optional.empty());
    if (!root.version().equals(trusted.version().next())) {
      throw new MetadataInvalid(
          Role.ROOT, "version " + root.version() + " does not follow " + trusted.version());
    }
    return root;
  }

  /**
   * As {@link #first}, for a root that others have followed: its time may be over.
   *
   * @throws MetadataInvalid when the file says something else
   * @throws RootUntrusted when it is not for this repository, not pinned, or not signed by itself
   */
  public static RootMetadata earlier(SignedMetadata file, Gun gun, RootPins pins) {
    return accept(Optional.empty(), file, gun, pins, Optional.empty());
  }

  /**
   * Until when the certificates of the root's keys stay what they are now: the next moment at which
   * one ends. Whoever relies on the root for longer has to look at it again then.
   *
   * @return far in the future when none will end
   */
  public static Instant certificatesLast(RootMetadata root, Instant now) {
    return TrustedRole.of(root, Role.ROOT).keys().values().stream()
        .flatMap(key -> certificate(key).stream())
        .map(RootCertificate::last)
        .filter(last -> !last.isBefore(now))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  private static RootMetadata accept(
      Optional<RootMetadata> trusted,
      SignedMetadata file,
      Gun gun,
      RootPins pins,
      Optional<Instant> now) {
    RootMetadata root = RootMetadata.of(file);
    TrustedRole own = certified(root, gun, leaf -> now.isEmpty() || leaf.isCurrent(now.get()));
    require(!own.keys().isEmpty(), RootFault.NO_CERTIFICATE);
    // "The root metadata MUST be signed by a threshold of keys of the trusted root" ...
    trusted.ifPresent(previous -> requireSignedBy(previous, file, gun));
    TrustedRole pinned = pins.restrict(own);
    require(!pinned.keys().isEmpty(), RootFault.NOT_PINNED);
    // ... "and by a threshold of keys of the new one."
    require(isSigned(file, pinned), RootFault.NOT_SIGNED_BY_ITSELF);
    trusted.ifPresent(previous -> Verified.requireVersion(previous.version(), root.version()));
    now.ifPresent(time -> Verified.requireUnexpired(Role.ROOT, root, time));
    return root;
  }

  /** The trusted root's certificates may have expired: what they vouched for has not changed. */
  private static void requireSignedBy(RootMetadata trusted, SignedMetadata file, Gun gun) {
    TrustedRole role = certified(trusted, gun, leaf -> true);
    require(!role.keys().isEmpty(), RootFault.NO_TRUSTED_CERTIFICATE);
    require(isSigned(file, role), RootFault.NOT_SIGNED_BY_TRUSTED);
  }

  /** The root role, less the keys whose certificates are not for this repository or not good. */
  private static TrustedRole certified(
      RootMetadata root, Gun gun, Predicate<RootCertificate> accepted) {
    TrustedRole all = TrustedRole.of(root, Role.ROOT);
    Map<KeyId, PublicKey> good = new HashMap<>();
    all.keys()
        .forEach(
            (id, key) -> {
              if (certificate(key)
                  .filter(leaf -> leaf.names(gun) && leaf.weakness().isEmpty())
                  .filter(accepted)
                  .isPresent()) {
                good.put(id, key);
              }
            });
    return new TrustedRole(Role.ROOT, good, all.threshold());
  }

  private static Optional<RootCertificate> certificate(PublicKey key) {
    try {
      return Optional.of(RootCertificate.of(key));
    } catch (KeyInvalid e) {
      return Optional.empty();
    }
  }

  private static boolean isSigned(SignedMetadata file, TrustedRole role) {
    try {
      role.verify(file);
      return true;
    } catch (TrustException.ThresholdNotMet
        | TrustException.SignaturesMissing
        | TrustException.KeyIdFalse e) {
      return false;
    }
  }

  private static void require(boolean condition, RootFault fault) {
    if (!condition) {
      throw new RootUntrusted(fault);
    }
  }
}
