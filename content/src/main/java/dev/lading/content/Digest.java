package dev.lading.content;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The name of some bytes: algorithm and lower-case hex of their hash.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests">OCI
 *     image-spec, digests</a>
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest>, Reference {
  private static final int LONGEST = 256;

  public Digest {
    if (!isHex(algorithm, hex)) {
      throw new ContentException.DigestInvalid(
          algorithm.id() + ":" + hex, ContentException.DigestFault.MALFORMED);
    }
  }

  /**
   * @throws ContentException.DigestInvalid when the text is no digest, or one of an algorithm that
   *     is not registered
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || text.length() > LONGEST || !isGrammatical(text, colon)) {
      throw new ContentException.DigestInvalid(text, ContentException.DigestFault.MALFORMED);
    }
    Algorithm algorithm =
        Algorithm.find(text.substring(0, colon))
            .orElseThrow(
                () ->
                    new ContentException.DigestInvalid(
                        text, ContentException.DigestFault.UNSUPPORTED));
    return new Digest(algorithm, text.substring(colon + 1));
  }

  /** The digest of that algorithm whose hash is written so; empty when none is. */
  public static Optional<Digest> find(Algorithm algorithm, String hex) {
    return isHex(algorithm, hex) ? Optional.of(new Digest(algorithm, hex)) : Optional.empty();
  }

  /** Whether the text means to be a digest and not a tag: tags have no colon. */
  public static boolean looksLike(String text) {
    return text.indexOf(':') >= 0;
  }

  public static Digest of(Algorithm algorithm, byte[] bytes) {
    MessageDigest hash = algorithm.newDigest();
    hash.update(bytes);
    return finish(algorithm, hash);
  }

  /** The digest that a running hash has come to; the hash is reset by this. */
  public static Digest finish(Algorithm algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  /** Whether these bytes are the ones that this digest names. */
  public boolean matches(byte[] bytes) {
    return equals(of(algorithm, bytes));
  }

  /** Written out, as is the hash: a record's own takes 15 ms when it is first compared. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest
        && algorithm == digest.algorithm
        && hex.equals(digest.hex);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public int compareTo(Digest other) {
    int byAlgorithm = algorithm.compareTo(other.algorithm);
    return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return algorithm.id() + ":" + hex;
  }

  private static boolean isHex(Algorithm algorithm, String hex) {
    if (hex.length() != algorithm.hexLength()) {
      return false;
    }
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** digest ::= algorithm ":" encoded, of the image-spec, without its algorithm's own rules. */
  private static boolean isGrammatical(String text, int colon) {
    boolean separator = true;
    for (int i = 0; i < colon; i++) {
      char c = text.charAt(i);
      boolean word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!word && (separator || "+._-".indexOf(c) < 0)) {
        return false;
      }
      separator = !word;
    }
    return !separator && isEncoded(text, colon + 1);
  }

  private static boolean isEncoded(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (!isEncodedChar(text.charAt(i))) {
        return false;
      }
    }
    return from < text.length();
  }

  private static boolean isEncodedChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "=_-".indexOf(c) >= 0;
  }
}
