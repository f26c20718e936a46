package dev.lading.storage.s3;

import java.net.URI;
import java.util.Optional;

/**
 * Where the bucket is and how it is spoken to; the names are those of distribution's {@code
 * storage.s3}.
 *
 * @param region as the store names it; most stores other than AWS take any
 * @param rootDirectory what all object names begin with; slashes around it do not count. A name has
 *     at most 1,024 bytes in S3, this among them
 * @param chunkBytes how large a fragment of an upload is, and so how much of it is in memory at
 *     once, if there is room for several; at least 5 MiB, which stores ask of the parts of an
 *     object
 * @param copiesAtOnce how many parts of one object the store copies at the same time
 */
public record S3Settings(
    String bucket,
    String region,
    String rootDirectory,
    S3Endpoint endpoint,
    Optional<S3Credentials> credentials,
    ObjectForm form,
    int chunkBytes,
    int copiesAtOnce) {
  private static final int DEFAULT_CHUNK_BYTES = 10 << 20;
  private static final int DEFAULT_COPIES_AT_ONCE = 16;

  public S3Settings {
    if (chunkBytes < Memory.LEAST_CHUNK_BYTES) {
      throw new IllegalArgumentException("a chunk has at least 5 MiB: " + chunkBytes);
    }
    if (copiesAtOnce < 1) {
      throw new IllegalArgumentException("at least one part is copied at once: " + copiesAtOnce);
    }
  }

  /** A bucket of AWS, with the credentials that the environment gives. */
  public static S3Settings of(String bucket, String region) {
    return new S3Settings(
        bucket,
        region,
        "",
        S3Endpoint.AWS,
        Optional.empty(),
        ObjectForm.PLAIN,
        DEFAULT_CHUNK_BYTES,
        DEFAULT_COPIES_AT_ONCE);
  }

  public S3Settings withRootDirectory(String directory) {
    return new S3Settings(
        bucket, region, directory, endpoint, credentials, form, chunkBytes, copiesAtOnce);
  }

  public S3Settings withEndpoint(S3Endpoint other) {
    return new S3Settings(
        bucket, region, rootDirectory, other, credentials, form, chunkBytes, copiesAtOnce);
  }

  public S3Settings withCredentials(S3Credentials given) {
    return new S3Settings(
        bucket,
        region,
        rootDirectory,
        endpoint,
        Optional.of(given),
        form,
        chunkBytes,
        copiesAtOnce);
  }

  public S3Settings withForm(ObjectForm other) {
    return new S3Settings(
        bucket, region, rootDirectory, endpoint, credentials, other, chunkBytes, copiesAtOnce);
  }

  public S3Settings withChunkBytes(int bytes) {
    return new S3Settings(
        bucket, region, rootDirectory, endpoint, credentials, form, bytes, copiesAtOnce);
  }

  public S3Settings withCopiesAtOnce(int count) {
    return new S3Settings(
        bucket, region, rootDirectory, endpoint, credentials, form, chunkBytes, count);
  }

  /** The store's address; empty when it follows from the region. */
  Optional<URI> address() {
    return endpoint.address(region);
  }

  /** For a log: where clients are sent for blobs. */
  public String whereClientsRead() {
    return endpoint.publicAddress(region).map(URI::toString).orElse("AWS " + region);
  }

  /** For a log: where the objects are. */
  @Override
  public String toString() {
    String store = address().map(URI::toString).orElse("AWS " + region);
    String root = rootDirectory.isEmpty() ? "" : " below " + rootDirectory;
    return "bucket " + bucket + " at " + store + root;
  }
}
