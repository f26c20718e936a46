package dev.lading.storage.s3;

import java.net.URI;
import java.util.Optional;

/**
 * The way to a store, and what it can be sent.
 *
 * @param regionEndpoint {@code host:port} or a URI; empty for AWS
 * @param redirectEndpoint where clients reach the store, when that is elsewhere: presigned URLs
 *     name it
 * @param forcePathStyle whether the bucket is named in the path; most stores other than AWS want
 *     that
 * @param secure whether an address without a scheme is spoken to by TLS
 * @param checksums whether bodies bear a checksum also where S3 does not require it; stores older
 *     than that (2024) refuse them
 * @param chunkedEncoding whether bodies are signed in chunks; Ceph before version 20 and Swift
 *     refuse that
 */
public record S3Endpoint(
    Optional<String> regionEndpoint,
    Optional<String> redirectEndpoint,
    boolean forcePathStyle,
    boolean secure,
    boolean checksums,
    boolean chunkedEncoding) {
  public static final S3Endpoint AWS =
      new S3Endpoint(Optional.empty(), Optional.empty(), false, true, true, true);

  /** Another store than AWS. */
  public static S3Endpoint of(String address) {
    return new S3Endpoint(Optional.of(address), Optional.empty(), true, true, true, true);
  }

  /** The store's address; empty when it follows from the region. */
  Optional<URI> address(String region) {
    if (regionEndpoint.isEmpty() && !secure) {
      return Optional.of(URI.create("http://s3." + region + ".amazonaws.com"));
    }
    return regionEndpoint.map(this::withScheme);
  }

  /** The address that presigned URLs name. */
  Optional<URI> publicAddress(String region) {
    return redirectEndpoint.map(this::withScheme).or(() -> address(region));
  }

  private URI withScheme(String address) {
    return URI.create(
        address.contains("://") ? address : (secure ? "https://" : "http://") + address);
  }
}
