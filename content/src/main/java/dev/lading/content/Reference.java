package dev.lading.content;

/** What a manifest is asked for by. */
public sealed interface Reference permits Digest, Tag {
  /**
   * A text with a colon is a digest, any other a tag.
   *
   * @throws ContentException.DigestInvalid as {@link Digest#parse}
   * @throws ContentException.TagInvalid as {@link Tag#parse}
   */
  static Reference parse(String text) {
    return Digest.looksLike(text) ? Digest.parse(text) : Tag.parse(text);
  }
}
