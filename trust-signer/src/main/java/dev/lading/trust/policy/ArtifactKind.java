package dev.lading.trust.policy;

import dev.lading.content.Descriptor;
import dev.lading.content.Manifest;
import dev.lading.content.MediaType.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a manifest is, judged by what it says of its contents and never by its tag: whoever may push
 * can tag an image {@code sha256-….sig}.
 */
enum ArtifactKind {
  /** Signatures or attestations and nothing else: clients need it to verify anything at all. */
  SIGNATURE,
  /**
   * The same as cosign makes it: with the config of an image. Whether its layers are signatures,
   * and nothing that could be unpacked, only they themselves tell.
   */
  SIGNATURE_LIKE_AN_IMAGE,
  /** No image, and not large: served if what it is about is. */
  OTHER,
  /** An index: served as an artifact if all that it has is. */
  INDEX,
  /** An image, or large enough for one. */
  IMAGE;

  /** Of config and layers together; no signature comes near. */
  static final int LARGEST_BYTES = 4 << 20;

  private static final Set<String> SIGNATURES =
      Set.of(
          // cosign, by tag and by subject
          "application/vnd.dev.cosign.simplesigning.v1+json",
          "application/vnd.dsse.envelope.v1+json",
          // Notation
          "application/jose+json",
          "application/cose");

  private static final String SIGSTORE_BUNDLE = "application/vnd.dev.sigstore.bundle";

  private static final Set<String> IMAGE_CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  private static final List<String> IMAGE_LAYERS =
      List.of("application/vnd.oci.image.layer.", "application/vnd.docker.image.rootfs.");

  static ArtifactKind of(Manifest manifest) {
    if (manifest.mediaType().kind() == Kind.INDEX) {
      return INDEX;
    }
    List<Descriptor> layers = manifest.layers();
    if (!isSmall(manifest)) {
      return IMAGE;
    }
    boolean isConfigOfImage =
        manifest.config().filter(each -> IMAGE_CONFIGS.contains(each.mediaType())).isPresent();
    if (!layers.isEmpty() && layers.stream().allMatch(ArtifactKind::isSignature)) {
      return isConfigOfImage ? SIGNATURE_LIKE_AN_IMAGE : SIGNATURE;
    }
    return isConfigOfImage || layers.stream().anyMatch(ArtifactKind::isImageLayer) ? IMAGE : OTHER;
  }

  /** Sizes are those that the manifest says, which a push has held against the blobs. */
  private static boolean isSmall(Manifest manifest) {
    long left = LARGEST_BYTES;
    List<Descriptor> blobs =
        Stream.concat(manifest.config().stream(), manifest.layers().stream()).toList();
    for (Descriptor blob : blobs) {
      if (blob.size() > left || blob.isNonDistributable()) {
        return false;
      }
      left -= blob.size();
    }
    return true;
  }

  private static boolean isSignature(Descriptor layer) {
    return SIGNATURES.contains(layer.mediaType()) || layer.mediaType().startsWith(SIGSTORE_BUNDLE);
  }

  private static boolean isImageLayer(Descriptor layer) {
    return IMAGE_LAYERS.stream().anyMatch(layer.mediaType()::startsWith);
  }
}
