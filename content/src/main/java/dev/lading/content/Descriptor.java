package dev.lading.content;

import java.util.Map;
import java.util.Optional;

/**
 * What a manifest says of something it refers to.
 *
 * @param size in bytes, never negative
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md">OCI
 *     image-spec, descriptor</a>
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    Optional<String> artifactType,
    Map<String, String> annotations) {
  public Descriptor {
    annotations = Map.copyOf(annotations);
  }

  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Optional.empty(), Map.of());
  }

  /**
   * Whether the bytes need not be here: layers that may not be redistributed are fetched from
   * elsewhere.
   */
  public boolean isNonDistributable() {
    return mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.")
        || mediaType.equals("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")
        || mediaType.equals("application/vnd.docker.image.rootfs.foreign.diff.tar");
  }
}
