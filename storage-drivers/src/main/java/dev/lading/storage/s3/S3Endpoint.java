package dev.lading.storage.s3;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The way to a store.
 *
 * @param regionEndpoint {@code host:port} or a URI; empty for AWS
 * @param redirectEndpoint where clients reach the store, when that is elsewhere: presigned URLs
 *     name it
 * @param forcePathStyle whether the bucket is named in the path; most stores other than AWS want
 *     that
 * @param secure whether an address without a scheme is spoken to by TLS
 * @param skipVerify whether any certificate is taken for the store's
 * @param variants which of AWS's endpoints; for those of others there is no such choice
 */
public record S3Endpoint(
    Optional<String> regionEndpoint,
    Optional<String> redirectEndpoint,
    boolean forcePathStyle,
    boolean secure,
    boolean skipVerify,
    Set<Variant> variants,
    S3Dialect dialect) {

  /** Endpoints that AWS has beside the usual one; any of them together. */
  public enum Variant {
    ACCELERATE,
    DUAL_STACK,
    FIPS
  }

  public static final S3Endpoint AWS =
      new S3Endpoint(
          Optional.empty(), Optional.empty(), false, true, false, Set.of(), S3Dialect.CURRENT);

  public S3Endpoint {
    variants = Set.copyOf(variants);
  }

  /** Another store than AWS. */
  public static S3Endpoint of(String address) {
    return new S3Endpoint(
        Optional.of(address), Optional.empty(), true, true, false, Set.of(), S3Dialect.CURRENT);
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

  /** Whether requests go to that endpoint of AWS. */
  boolean is(Variant variant) {
    return variants.contains(variant);
  }

  private URI withScheme(String address) {
    return URI.create(
        address.contains("://") ? address : (secure ? "https://" : "http://") + address);
  }
}
