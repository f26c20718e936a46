package dev.lading.content;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tags that clients give to what is about a manifest, where a registry might not know of subjects:
 * {@code sha256-HEX} of the OCI distribution-spec, and {@code sha256-HEX.sig} and its like of
 * cosign.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema">OCI
 *     distribution-spec, referrers tag schema</a>
 */
public final class FallbackTag {
  private static final Pattern FORM =
      Pattern.compile("(sha256|sha512)-([0-9a-f]+)(\\.(sig|att|sbom))?");

  private FallbackTag() {}

  /** The manifest that what the tag names is about. */
  public static Optional<Digest> subject(Tag tag) {
    Matcher matcher = FORM.matcher(tag.name());
    return matcher.matches()
        ? Algorithm.find(matcher.group(1))
            .flatMap(algorithm -> Digest.find(algorithm, matcher.group(2)))
        : Optional.empty();
  }
}
