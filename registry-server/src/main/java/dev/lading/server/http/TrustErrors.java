package dev.lading.server.http;

import dev.lading.content.Descriptor;
import dev.lading.server.exchange.ErrorCode;
import dev.lading.server.exchange.RequestException.PullRefused;
import dev.lading.trust.policy.Verdict;
import dev.lading.trust.policy.Verdict.Refusal;

/**
 * The part of the error table that is about signatures. Not 401, at which clients log in again, and
 * not 404, at which they go to a mirror. The answer names what was refused, so that whoever may
 * sign can do so without reading it; a HEAD has no body, so the reason is in a header as well.
 */
final class TrustErrors {
  private TrustErrors() {}

  static ErrorAnswer of(PullRefused failure) {
    Refusal refusal = failure.refusal();
    ErrorAnswer answer =
        new ErrorAnswer(ErrorCode.DENIED, reason(refusal))
            .header("Docker-Content-Digest", refusal.served().toString())
            .header("Warning", "299 - \"" + quotable(refusal.text()) + "\"")
            .detail("rule", refusal.rule().repository())
            .detail("digest", refusal.served());
    failure.manifest().ifPresent(manifest -> describe(answer, manifest));
    refusal.signed().ifPresent(signed -> answer.detail("signedDigest", signed));
    return answer;
  }

  private static void describe(ErrorAnswer answer, Descriptor manifest) {
    answer.detail("size", manifest.size()).detail("mediaType", manifest.mediaType());
  }

  private static String reason(Refusal refusal) {
    return switch (refusal) {
      case Verdict.Unsigned _, Verdict.BlobUnsigned _ -> "not-signed";
      case Verdict.DigestDiffers _ -> "digest-differs";
      case Verdict.RoleNotAllowed _ -> "role-not-allowed";
      case Verdict.SignersMissing _ -> "signers-missing";
      case Verdict.Expired _ -> "trust-data-expired";
      case Verdict.RootUntrusted _ -> "root-untrusted";
      case Verdict.Unverifiable _ -> "trust-data-unverifiable";
    };
  }

  /** What trust data says of itself may hold anything. */
  private static String quotable(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.chars()
        .map(c -> c < 0x20 || c > 0x7e || c == '"' || c == '\\' ? '?' : c)
        .forEach(c -> plain.append((char) c));
    return plain.toString();
  }
}
