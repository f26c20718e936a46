package dev.lading.trust.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.trust.MetadataVersion;
import java.time.Instant;

/**
 * One role's metadata to be published: verified, and byte for byte what is served and hashed.
 *
 * @param version as the bytes say
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; whoever gets it must not change it
public record RoleFile(MetadataVersion version, byte[] bytes) {

  Digest digest() {
    return Digest.of(Algorithm.SHA256, bytes);
  }

  NamedFile named(Publication publication, Instant now) {
    return new NamedFile(version, digest(), bytes.length, publication, publication.target(), now);
  }
}
