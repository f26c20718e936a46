package dev.lading.storage.s3;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Over a store that system properties name: {@code s3.endpoint}, {@code s3.accesskey}, {@code
 * s3.secretkey}, and {@code s3.chunkedencoding} and {@code s3.checksums} as false for those that do
 * not take them. Not part of the build, which knows no such store; {@code docs/s3-stores.md} has
 * the commands.
 */
class ExternalS3 extends S3Contract {
  ExternalS3() {
    super(settings());
  }

  private static S3Settings settings() {
    S3Endpoint endpoint =
        new S3Endpoint(
            Optional.of(required("s3.endpoint")),
            Optional.empty(),
            true,
            true,
            false,
            Set.of(),
            new S3Dialect(isOn("s3.checksums"), isOn("s3.chunkedencoding"), Optional.empty()));
    return S3Settings.of("lading-" + UUID.randomUUID(), "us-east-1")
        .withEndpoint(endpoint)
        .withCredentials(
            new S3Credentials(
                required("s3.accesskey"), required("s3.secretkey"), Optional.empty()));
  }

  private static String required(String property) {
    return Objects.requireNonNull(System.getProperty(property), property);
  }

  private static boolean isOn(String property) {
    return Boolean.parseBoolean(System.getProperty(property, "true"));
  }
}
