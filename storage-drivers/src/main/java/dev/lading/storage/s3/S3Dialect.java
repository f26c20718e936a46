package dev.lading.storage.s3;

import java.util.Optional;

/**
 * What a store can be sent.
 *
 * @param checksums whether bodies bear a checksum also where S3 does not require it; stores older
 *     than that (2024) refuse them
 * @param chunkedEncoding whether bodies are signed in chunks; Ceph before version 20 and Swift
 *     refuse that. Without it a body that goes over plain HTTP is hashed before it is sent
 * @param userAgent what requests bear in {@code User-Agent} beside the client's own name
 */
public record S3Dialect(boolean checksums, boolean chunkedEncoding, Optional<String> userAgent) {
  /** What AWS speaks now, and most others. */
  public static final S3Dialect CURRENT = new S3Dialect(true, true, Optional.empty());
}
