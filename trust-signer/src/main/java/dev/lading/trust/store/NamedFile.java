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
 * @param published when, by the clock of whoever published it; for people and {@code Last-Modified}
 */
public record NamedFile(
    MetadataVersion version,
    Digest digest,
    int length,
    Publication publication,
    Instant published) {}
