package dev.lading.runtime.image;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import java.time.Instant;

/**
 * One image that lies here.
 *
 * @param name as it was pulled: {@code host/repository:tag}, or with {@code @digest}
 * @param stoodFor what the name stood for then: the manifest, or an index that lists it
 * @param manifest of the image for one platform
 * @param isVerified whether its digest came from verified trust data when it was pulled
 */
public record LocalImage(
    String name,
    Digest stoodFor,
    Descriptor manifest,
    Platform platform,
    Instant pulled,
    boolean isVerified) {
  /** But for the time. */
  boolean isSame(LocalImage other) {
    return equals(
        new LocalImage(
            other.name, other.stoodFor, other.manifest, other.platform, pulled, other.isVerified));
  }
}
