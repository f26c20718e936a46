package dev.lading.trust.policy;

import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.trust.Role;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException.RootFault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether something is served, and if not, why. */
public sealed interface Verdict {
  Allowed ALLOWED = new Allowed();

  /** It is served: it is signed, hangs on what is, shows signatures, or nothing was asked of it. */
  record Allowed() implements Verdict {}

  /** It is not served. */
  sealed interface Refusal extends Verdict {
    TrustRule rule();

    /** What was asked for. */
    Digest served();

    /** What was signed in its place. */
    default Optional<Digest> signed() {
      return Optional.empty();
    }

    /** Why, for people: fit for the client that asked, in one line of plain characters. */
    String text();
  }

  /**
   * Nobody signed this manifest.
   *
   * @param tag it was asked for by; absent when by its digest
   */
  record Unsigned(TrustRule rule, Optional<Tag> tag, Digest served) implements Refusal {
    @Override
    public String text() {
      return "image is not signed: "
          + (tag.isPresent()
              ? "no signature for tag " + tag.get() + " (" + served + ")"
              : "no tag is signed for " + served + " or an index that has it");
    }
  }

  /** No manifest that would be served refers to this blob. */
  record BlobUnsigned(TrustRule rule, Digest served) implements Refusal {
    @Override
    public String text() {
      return "image is not signed: no signed manifest refers to blob " + served;
    }
  }

  /** The tag was signed for something else: it has moved since, or was moved. */
  record DigestDiffers(TrustRule rule, Tag tag, Digest signature, Digest served)
      implements Refusal {
    @Override
    public Optional<Digest> signed() {
      return Optional.of(signature);
    }

    @Override
    public String text() {
      return "image is not signed: tag %s was signed for %s, but is %s now"
          .formatted(tag, signature, served);
    }
  }

  /** The tag is signed by a role whose signature does not count here. */
  record RoleNotAllowed(TrustRule rule, Tag tag, TargetsRole role, Digest served)
      implements Refusal {
    @Override
    public String text() {
      return "image is not signed: tag %s is signed by %s only, which does not count here"
          .formatted(tag, role);
    }
  }

  /** The tag is signed for this digest, but not by everybody who must have. */
  record SignersMissing(TrustRule rule, Tag tag, List<TargetsRole> missing, Digest served)
      implements Refusal {
    public SignersMissing {
      missing = List.copyOf(missing);
    }

    @Override
    public String text() {
      return "image is not signed by all who must: tag %s lacks %s"
          .formatted(
              tag, missing.stream().map(TargetsRole::toString).collect(Collectors.joining(", ")));
    }
  }

  /** What was signed is no longer to be believed. */
  record Expired(TrustRule rule, Role role, Instant at, Digest served) implements Refusal {
    @Override
    public String text() {
      return "trust data expired on %s (%s): image %s cannot be verified"
          .formatted(at, role, served);
    }
  }

  /** The root key is not one that may begin here, or does not follow from it. */
  record RootUntrusted(TrustRule rule, RootFault fault, Digest served) implements Refusal {
    @Override
    public String text() {
      return "trust data has an untrusted root: image %s cannot be verified".formatted(served);
    }
  }

  /**
   * The trust data does not prove anything.
   *
   * @param why in notary's words, or ours
   */
  record Unverifiable(TrustRule rule, String why, Digest served) implements Refusal {
    @Override
    public String text() {
      return "trust data cannot be verified (%s): neither can image %s".formatted(why, served);
    }
  }
}
