package dev.lading.trust.policy;

import dev.lading.content.Digest;
import dev.lading.content.Reference;
import dev.lading.content.Tag;
import dev.lading.content.store.StoredManifest;
import dev.lading.trust.TrustException;
import dev.lading.trust.policy.Verdict.Refusal;
import dev.lading.trust.policy.VerifiedView.SignedName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides one pull, from the repository's standing alone and from what hangs on what was signed:
 *
 * <ol>
 *   <li>by tag: the tag is signed for exactly what it names;
 *   <li>by digest: it is signed for any tag, or a child of an index that is;
 *   <li>either way: nobody says what it should be, and it is a signature, an attestation or an SBOM
 *       by its content, see {@link Attachment};
 *   <li>a blob: anything that would be served refers to it.
 * </ol>
 */
record Judgement(TrustRule rule, Standing standing, Surveyor surveyor) {
  /** What is attached to a digest, and, without {@code what}, the list of it. */
  private static final Pattern ATTACHED =
      Pattern.compile("sha256-[0-9a-f]{64}(?<what>\\.(?:sig|att|sbom))?");

  Verdict manifest(Reference by, StoredManifest served) {
    Optional<Refusal> refusal =
        switch (by) {
          case Tag tag -> byTag(tag, served.digest());
          case Digest digest -> byDigest(digest);
        };
    if (refusal.isEmpty()) {
      surveyor.add(served);
      return Verdict.ALLOWED;
    }
    return isServedUnsigned(by, served) ? Verdict.ALLOWED : refusal.get();
  }

  Verdict blob(Digest blob) {
    return surveyor.findBlob(blob)
        ? Verdict.ALLOWED
        : because(blob).orElseGet(() -> new Verdict.BlobUnsigned(rule, blob));
  }

  /**
   * Who signed a tag's name has said what it names; only under names that cosign makes, or clients
   * of registries without referrers, is anything else looked for.
   */
  private boolean isServedUnsigned(Reference by, StoredManifest served) {
    return switch (by) {
      case Digest _ -> surveyor.kind(served) == ArtifactKind.ATTACHMENT;
      case Tag tag -> !isSigned(tag) && isServedUnsigned(tag, served);
    };
  }

  private boolean isServedUnsigned(Tag tag, StoredManifest served) {
    Matcher attached = ATTACHED.matcher(tag.name());
    return attached.matches()
        && switch (surveyor.kind(served)) {
          case ATTACHMENT -> true;
          case LIST -> attached.group("what") == null;
          case OTHER -> false;
        };
  }

  private boolean isSigned(Tag tag) {
    VerifiedView view = standing.view();
    return view.find(tag.name()).isPresent() || view.elsewhere(tag.name()).isPresent();
  }

  private Optional<Refusal> byTag(Tag tag, Digest served) {
    Optional<SignedName> signed = standing.view().find(tag.name());
    if (signed.isEmpty()) {
      return Optional.of(because(served).orElseGet(() -> unsigned(tag, served)));
    }
    SignedName name = signed.get();
    if (!name.digests().contains(served)) {
      return Optional.of(new Verdict.DigestDiffers(rule, tag, name.digests().getFirst(), served));
    }
    return name.isComplete()
        ? Optional.empty()
        : Optional.of(new Verdict.SignersMissing(rule, tag, name.missing(), served));
  }

  private Refusal unsigned(Tag tag, Digest served) {
    return standing
        .view()
        .elsewhere(tag.name())
        .<Refusal>map(role -> new Verdict.RoleNotAllowed(rule, tag, role, served))
        .orElseGet(() -> new Verdict.Unsigned(rule, Optional.of(tag), served));
  }

  private Optional<Refusal> byDigest(Digest digest) {
    return surveyor.findManifest(digest)
        ? Optional.empty()
        : Optional.of(
            because(digest).orElseGet(() -> new Verdict.Unsigned(rule, Optional.empty(), digest)));
  }

  /** Why nothing is proven at all, if that is so. */
  private Optional<Refusal> because(Digest served) {
    return switch (standing) {
      case Standing.Proven _, Standing.Nothing _ -> Optional.empty();
      case Standing.Damaged _ ->
          Optional.of(new Verdict.Unverifiable(rule, "the stored trust data is damaged", served));
      case Standing.Disbelieved(_, TrustException cause) -> Optional.of(because(cause, served));
    };
  }

  private Refusal because(TrustException cause, Digest served) {
    return switch (cause) {
      case TrustException.Expired expired ->
          new Verdict.Expired(rule, expired.role(), expired.at(), served);
      case TrustException.RootUntrusted root ->
          new Verdict.RootUntrusted(rule, root.fault(), served);
      default -> new Verdict.Unverifiable(rule, cause.text(), served);
    };
  }
}
