package dev.lading.storage.s3;

import java.util.Optional;

/** Who asks. Never shown. */
public record S3Credentials(String accessKey, String secretKey, Optional<String> sessionToken) {
  @Override
  public String toString() {
    return "***";
  }
}
