package dev.lading.trust.store;

import dev.lading.content.Digest;
import dev.lading.trust.MetadataVersion;
import java.time.Instant;

/**
 * What a generation says of one role's file.
 *
 * @param digest SHA-256 of the bytes
 * @param length in bytes
 * @param publication which wrote it
 * @param since the generation from which on this role's versions have only risen: that in which it
 *     came, or, of a delegation that was given to others and begins anew, in which it did
 * @param published when, by the clock of whoever published it; for people and {@code Last-Modified}
 */
public record NamedFile(
    MetadataVersion version,
    Digest digest,
    int length,
    Publication publication,
    long since,
    Instant published) {

  /** This, as the successor of another file of the same role. */
  NamedFile following(NamedFile before) {
    return isHigherThan(before)
        ? new NamedFile(version, digest, length, publication, before.since, published)
        : this;
  }

  /** The same bytes, written anew. */
  NamedFile by(Publication another) {
    return new NamedFile(version, digest, length, another, another.target(), published);
  }

  boolean isHigherThan(NamedFile other) {
    return version.compareTo(other.version) > 0;
  }
}
