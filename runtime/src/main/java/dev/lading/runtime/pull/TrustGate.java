package dev.lading.runtime.pull;

import dev.lading.content.Digest;
import dev.lading.content.Reference;
import dev.lading.runtime.pull.PullRefused.Moved;
import dev.lading.runtime.pull.PullRefused.MustBeSigned;
import dev.lading.runtime.pull.PullRefused.NotSigned;
import dev.lading.runtime.pull.PullRefused.NothingSigned;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.trust.TrustFailure;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.verify.SignedTarget;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Decides which digest a name stands for, before anything of the image is fetched. Where trust
 * counts, the digest comes from verified trust data and from nothing else: what the registry says
 * of itself can only be one more reason to refuse.
 */
public final class TrustGate {
  /** Docker's order: what was released goes before what the owner signed. */
  private static final List<TargetsRole> SIGNERS =
      List.of(new Delegation("targets/releases"), Role.TARGETS);

  private final TrustMode mode;
  private final TrustReader reader;
  private final Doubt doubt;

  public TrustGate(TrustMode mode, TrustReader reader, Doubt doubt) {
    this.mode = mode;
    this.reader = reader;
    this.doubt = doubt;
  }

  /**
   * Whether no signature is asked for, so that what lies here under a name may be used without
   * asking the registry again.
   *
   * @throws PullRefused when it must not be left aside
   */
  public boolean isLeftAside(ImageReference image) {
    if (mode == TrustMode.OFF) {
      requireUnknown(image);
    }
    return mode == TrustMode.OFF;
  }

  /**
   * @throws PullRefused when it is not to be pulled
   * @throws TrustFailure when the repository's trust data is not to be believed
   */
  Admitted admit(ImageReference image, RegistryClient registry) {
    if (isLeftAside(image)) {
      return unsigned(image, registry);
    }
    Gun gun = Gun.parse(image.name());
    Optional<VerifiedTrust> trust = reader.find(gun, registry.trust(gun.toString()));
    if (trust.isPresent()) {
      return signed(image, trust.get(), registry);
    }
    boolean isRequired = mode == TrustMode.REQUIRE || guns(image).anyMatch(this::isKnown);
    if (isRequired || !doubt.isAccepted(image)) {
      throw new NothingSigned(image, isRequired);
    }
    return unsigned(image, registry);
  }

  /** Refuses to leave trust aside for what was believed once, or is pinned. */
  private void requireUnknown(ImageReference image) {
    guns(image)
        .forEach(
            gun ->
                reader
                    .reasonToRequire(gun)
                    .ifPresent(
                        reason -> {
                          throw new MustBeSigned(gun, reason);
                        }));
  }

  private boolean isKnown(Gun gun) {
    return reader.reasonToRequire(gun).isPresent();
  }

  /** What was seen under another spelling of the registry was seen. */
  private static Stream<Gun> guns(ImageReference image) {
    return image.registry().spellings().stream()
        .map(host -> Gun.parse(host + "/" + image.repository()));
  }

  private static Admitted unsigned(ImageReference image, RegistryClient registry) {
    Digest digest = image.digest().orElseGet(() -> served(image, image.tagOrLatest(), registry));
    return new Admitted(digest, OptionalLong.empty());
  }

  private static Admitted signed(
      ImageReference image, VerifiedTrust trust, RegistryClient registry) {
    boolean isByDigest = image.digest().isPresent() && image.tag().isEmpty();
    SignedTarget target =
        (isByDigest ? byDigest(image, trust) : byTag(image, trust))
            .orElseThrow(() -> new NotSigned(image));
    Digest digest = target.target().sha256().orElseThrow(() -> new NotSigned(image));
    if (!isByDigest) {
      Digest found = image.digest().orElseGet(() -> served(image, image.tagOrLatest(), registry));
      requireSame(image, digest, found);
    }
    return new Admitted(digest, OptionalLong.of(target.target().length()));
  }

  private static Optional<SignedTarget> byTag(ImageReference image, VerifiedTrust trust) {
    return trust.targets().find(image.tagOrLatest().name(), SIGNERS);
  }

  /** "Refuse digest references unless the digest occurs in allowed roles." */
  private static Optional<SignedTarget> byDigest(ImageReference image, VerifiedTrust trust) {
    return trust.targets().all(SIGNERS).stream()
        .filter(target -> target.target().sha256().equals(image.digest()))
        .findFirst();
  }

  /** A tag that moved and was not signed again is refused, not taken back to where it was. */
  private static void requireSame(ImageReference image, Digest signed, Digest found) {
    if (!signed.equals(found)) {
      throw new Moved(image, signed, found);
    }
  }

  private static Digest served(ImageReference image, Reference tag, RegistryClient registry) {
    return registry.manifests(image.repository()).resolve(tag).descriptor().digest();
  }
}
